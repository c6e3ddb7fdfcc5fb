import { until } from '../shared-job.ts';
import { type Alarm, alarmHere } from './alarm.ts';
import type { Cell, SpawnCell } from './cell.ts';
import { fileOf, type SandboxLanguage } from './language.ts';
import { LANGUAGES, languageOf } from './languages.ts';
import type { Preparation, Prepared, Program, RunInput, Runner } from './program.ts';
import type { Submission } from './protocol.ts';
import { remembering } from './remembering.ts';
import { prepareIn, runIn } from './session.ts';
import { type Translator, translateHere } from './translator.ts';

export interface RunnerOptions {
  /**
   * Give a submission's clean worker to the next submission. Only for programs that are trusted (the tools run
   * what their own user made): a worker can keep what one submission left in it.
   */
  recycle?: boolean;
  /** Whether the cells have memory to wait for input in; not, if nothing is said. */
  isolated?: boolean;
  /** Rings when a program's time is up; a timer of this thread, if nothing is said. */
  alarm?: Alarm;
  /** Where languages that run as another are translated; here, if nothing is said. */
  translator?: Translator;
}

/** How often a worker may ask for the same run again: for each kind of recursion of a program once or twice. */
const MOST_AGAIN = 8;

/** A runner with workers kept ready; `warm` starts one before it is needed, `dispose` ends all that are idle. */
export interface PooledRunner extends Runner {
  warm(language: string): Promise<void>;
  dispose(): void;
}

/** The `Runner` over any way to start workers: the page's frame, or Node's threads. */
export function createRunner(spawn: SpawnCell, options: RunnerOptions = {}): PooledRunner {
  const pool = createPool(spawn);
  const { alarm = alarmHere, isolated = false } = options;
  const translator = remembering(options.translator ?? translateHere());

  /** Everything one submission holds: at most one cell, replaced whenever a test leaves it unfit. */
  async function prepare(program: Program, signal: AbortSignal): Promise<Preparation> {
    const language = languageOf(program.language);
    const submission: Submission = {
      source: program.source,
      file: fileOf(language),
      files: program.files ?? {},
    };
    if (language.translator) {
      const translation = await translator.translate(language, program, signal);
      if (!translation.ok) return translation;
      submission.source = 'source' in translation ? translation.source : '';
      if ('wasm' in translation) submission.wasm = translation.wasm;
    }
    let cell: Cell | null = null;
    /** What the cell was prepared with. */
    let holds = submission;
    let probed: Promise<Submission> | null = null;
    let disposed = false;

    const discard = (): void => {
      cell?.kill();
      cell = null;
    };
    const occupy = async (one: Submission): Promise<string | null> => {
      signal.throwIfAborted();
      cell = await pool.take(workerOf(language), signal);
      holds = one;
      try {
        return await prepareIn(cell, one, signal);
      } catch (error) {
        discard();
        throw error;
      }
    };

    /** The submission with probes in it, where its worker cannot trace without; as it is, where none can be put in. */
    const withProbes = async (): Promise<Submission> => {
      const { source } = submission;
      const made = await translator.instrument(language, { ...program, source }, signal);
      return made.ok && 'source' in made ? { ...submission, source: made.source } : submission;
    };
    const wanted = async ({ trace }: RunInput): Promise<Submission> => {
      if (!trace || !language.instrument) return submission;
      probed ??= withProbes();
      return probed;
    };

    const compileError = await occupy(submission);
    if (compileError !== null) {
      discard();
      return { ok: false, compileError };
    }
    const prepared: Prepared = {
      async run(input, runSignal) {
        if (disposed) throw new Error('This program was disposed of; prepare it again to run it.');
        try {
          const one = await wanted(input);
          if (one !== holds) discard();
          if (!cell?.alive) await occupy(one);
          let { run, clean, again } = await runIn(cell!, input, alarm, runSignal);
          for (let tries = 0; again && language.runsAgain && tries < MOST_AGAIN && cell?.alive; tries++) {
            ({ run, clean, again } = await runIn(cell, input, alarm, runSignal));
          }
          if (!clean || !language.sharesWorker) discard();
          return run;
        } catch (error) {
          discard();
          throw error;
        }
      },
      dispose() {
        disposed = true;
        if (options.recycle && cell?.alive && holds === submission) pool.give(workerOf(language), cell);
        else discard();
        cell = null;
      },
    };
    return { ok: true, prepared };
  }

  return {
    languages: LANGUAGES,
    isolated,
    prepare,
    async warm(id) {
      const language = languageOf(id);
      const ready = language.translator ? translator.load(language, new AbortController().signal) : null;
      await Promise.all([ready, pool.warm(workerOf(language))]);
    },
    dispose() {
      pool.dispose();
      translator.dispose();
    },
  };
}

const workerOf = (language: SandboxLanguage): string => language.runsAs ?? language.id;

/** Keeps one started worker ready for each language that was asked for. */
function createPool(spawn: SpawnCell) {
  const idle = new Map<string, Promise<Cell>[]>();
  let disposed = false;

  const ready = (language: string): Promise<Cell>[] => {
    const cells = idle.get(language) ?? [];
    idle.set(language, cells);
    return cells;
  };
  const start = (language: string): Promise<Cell> => {
    const cell = spawn(language, new AbortController().signal);
    ready(language).push(cell);
    // A failure shows where the cell is awaited; it must not stay in line for the next submission.
    cell.catch(() => remove(language, cell));
    return cell;
  };
  const remove = (language: string, cell: Promise<Cell>): void => {
    const cells = ready(language);
    if (cells.includes(cell)) cells.splice(cells.indexOf(cell), 1);
  };
  const give = (language: string, cell: Cell): void => {
    if (disposed) cell.kill();
    else ready(language).push(Promise.resolve(cell));
  };

  return {
    async warm(language: string): Promise<void> {
      await (ready(language)[0] ?? start(language));
    },
    async take(language: string, signal: AbortSignal): Promise<Cell> {
      if (disposed) throw new Error('This runner was disposed of.');
      for (;;) {
        const next = ready(language).shift() ?? spawn(language, signal);
        const cell = await until(next, signal).catch((error) => {
          // One that is on its way all the same is for whoever comes next.
          if (signal.aborted) next.then((late) => give(language, late)).catch(() => {});
          throw error;
        });
        if (!cell.alive) continue;
        if (ready(language).length === 0) start(language);
        return cell;
      }
    },
    give,
    dispose(): void {
      disposed = true;
      for (const cells of idle.values()) {
        for (const cell of cells.splice(0))
          cell.then(
            (one) => one.kill(),
            () => {},
          );
      }
    },
  };
}
