import type { Trace, TraceStep } from '../../../../src/sandbox/program.ts';
import { TRACE_LIMITS } from '../../trace-limits.ts';
import { show } from './show.ts';

/** How the probes name the recorder; the worker defines it. */
export const RECORDER = '$quartetTrace';

/** How the probes that `instrument` writes into a source read variables: one function for each name. */
export type Vars = Record<string, () => unknown>;

/** Outer calls with those of their variables that the probing function mentions. */
type Outer = (Frame | Vars)[];

interface Step {
  line: number;
  fn: string;
  changed: Map<string, string>;
  printed: number;
}

/** Takes down what the probes of one run tell; `deliver` is called once, when the run ends or too much was told. */
export class Recorder {
  readonly #deliver: (trace: Trace) => void;
  readonly #printed: () => number;
  readonly #head: TraceStep[] = [];
  #tail: TraceStep[] = [];
  readonly #open = new Set<Frame>();
  #begun = 0;
  #finished = 0;
  #until = Number.POSITIVE_INFINITY;
  #over = false;
  /** The line that began last. */
  last: Step | null = null;

  /** `printed`: bytes that the program has printed so far. */
  constructor(printed: () => number, deliver: (trace: Trace) => void) {
    this.#printed = printed;
    this.#deliver = deliver;
  }

  get over(): boolean {
    return this.#over;
  }

  /** A call begins; `given` are its parameters. */
  enter(fn: string, line: number, given: Vars): Frame {
    const frame = new Frame(this, fn);
    if (this.#over) return frame;
    if (this.#begun === 0) this.#until = performance.now() + TRACE_LIMITS.ms;
    if (fn !== '') frame.given(line, given);
    return frame;
  }

  begin(frame: Frame, line: number): Step | null {
    if (this.#over) return null;
    if (this.#begun++ >= TRACE_LIMITS.lines || performance.now() > this.#until) {
      this.stop(false);
      return null;
    }
    this.#open.add(frame);
    this.last = { line, fn: frame.fn, changed: new Map(), printed: this.#printed() };
    return this.last;
  }

  finish(frame: Frame, { line, fn, changed, printed }: Step): void {
    this.#open.delete(frame);
    const step: TraceStep = { at: this.#finished++, line, fn, changed: [...changed], printed };
    if (this.#head.length < TRACE_LIMITS.head) this.#head.push(step);
    else this.#tail.push(step);
    if (this.#tail.length > 2 * TRACE_LIMITS.tail) this.#tail = this.#tail.slice(-TRACE_LIMITS.tail);
  }

  /** The error that ended the program; it left the line that began last. */
  failed(error: unknown): void {
    if (this.last && !this.#over) note(this.last, 'error', describe(error));
  }

  stop(whole: boolean): void {
    if (this.#over) return;
    for (const frame of [...this.#open].reverse()) frame.end({});
    this.#over = true;
    this.#deliver({ steps: [...this.#head, ...this.#tail.slice(-TRACE_LIMITS.tail)], whole });
  }
}

/** One call of a function: the line that it is at, and what its variables were when they were last looked at. */
export class Frame {
  readonly #seen = new Map<string, string>();
  readonly #recorder: Recorder;
  #step: Step | null = null;

  constructor(
    recorder: Recorder,
    readonly fn: string,
  ) {
    this.#recorder = recorder;
  }

  /** What the function is given is what its first line does. */
  given(line: number, vars: Vars): void {
    this.#step = this.#recorder.begin(this, line);
    this.#look(vars);
  }

  /** A line begins, and the one before it has ended. */
  line(line: number, vars: Vars, ...outer: Outer): void {
    if (this.#recorder.over) return;
    const step = this.#step;
    this.#lookAll(vars, outer);
    // Again and again the same line: a loop on one line.
    if (step && step === this.#recorder.last && step.line === line) return;
    this.#close();
    this.#step = this.#recorder.begin(this, line);
  }

  /** A loop's own line has done its part; its body begins. */
  head(line: number, vars: Vars, ...outer: Outer): void {
    if (this.#recorder.over) return;
    if (this.#step?.line !== line) {
      this.#close();
      this.#step = this.#recorder.begin(this, line);
    }
    this.#lookAll(vars, outer);
  }

  /** A block or the function ends. */
  end(vars: Vars, ...outer: Outer): void {
    if (this.#recorder.over) return;
    this.#lookAll(vars, outer);
    this.#close();
  }

  /** Passes on what the function gives back. */
  result<T>(value: T, vars: Vars, ...outer: Outer): T {
    if (this.#recorder.over) return value;
    this.#lookAll(vars, outer);
    const shown = value === undefined ? null : show(value);
    if (shown !== null && this.#step) note(this.#step, 'return', shown);
    this.#close();
    return value;
  }

  #close(): void {
    if (this.#step) this.#recorder.finish(this, this.#step);
    this.#step = null;
  }

  #lookAll(vars: Vars, outer: Outer): void {
    if (!this.#step) return;
    this.#look(vars);
    for (let i = 0; i + 1 < outer.length; i += 2)
      compare((outer[i] as Frame).#seen, outer[i + 1] as Vars, this.#step);
  }

  #look(vars: Vars): void {
    if (this.#step) compare(this.#seen, vars, this.#step);
  }
}

function compare(seen: Map<string, string>, vars: Vars, step: Step): void {
  for (const name of Object.keys(vars)) {
    const shown = read(vars[name]!);
    if (shown === null || (seen.get(name) ?? 'undefined') === shown) continue;
    seen.set(name, shown);
    note(step, name, shown);
  }
}

function read(get: () => unknown): string | null {
  try {
    return show(get());
  } catch {
    // Not there yet.
    return null;
  }
}

function note({ changed }: Step, name: string, shown: string): void {
  if (changed.size < TRACE_LIMITS.changes || changed.has(name)) changed.set(name.slice(0, 100), shown);
}

function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.slice(0, 100);
}
