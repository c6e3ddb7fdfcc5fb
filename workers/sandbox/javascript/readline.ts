import { Emitter } from './emitter.ts';
import type { EventLoop } from './event-loop.ts';
import { Stdin } from './stdin.ts';

/** `readline.createInterface({input: process.stdin})`, or of a file's stream: lines as events, as answers to questions, or iterated. */
export class Interface extends Emitter {
  closed = false;
  #iterated = false;
  #paused = false;
  /** Stops waiting for a line. */
  #cancel = (): void => {};
  readonly #stdin: Stdin;
  readonly #loop: EventLoop;
  readonly #print: (text: string) => void;

  constructor(stdin: Stdin, loop: EventLoop, print: (text: string) => void) {
    super();
    this.#stdin = stdin;
    this.#loop = loop;
    this.#print = print;
    loop.later(() => this.#pump(), 0);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#cancel();
    this.emit('close');
  }

  pause(): this {
    this.#paused = true;
    this.#cancel();
    return this;
  }

  resume(): this {
    if (this.#paused) this.#loop.later(() => this.#pump(), 0);
    this.#paused = false;
    return this;
  }

  setPrompt(): void {}

  prompt(): void {}

  /** Answers with the next line; at the end of the input nothing answers, as in Node. */
  question(text: string, options: unknown, callback?: (line: string) => void): void {
    const answer = (typeof options === 'function' ? options : callback) as (line: string) => void;
    this.#print(text);
    this.#iterated = true;
    this.#loop.later(() => {
      this.#cancel = this.#stdin.whenLine(() => {
        const line = this.#stdin.takeLine();
        if (line === null) this.close();
        else answer(line);
      });
    }, 0);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    this.#iterated = true;
    for (;;) {
      if (!this.#stdin.lineReady) {
        await new Promise<void>((resolve) => {
          this.#cancel = this.#stdin.whenLine(resolve);
        });
      }
      const line = this.closed ? null : this.#stdin.takeLine();
      if (line === null) return this.close();
      yield line;
    }
  }

  /** Emits the lines that nobody asked for by name. */
  #pump(): void {
    if (this.#iterated) return;
    while (!this.closed && !this.#paused && !this.#loop.over) {
      if (this.#iterated) return;
      if (!this.#stdin.lineReady) {
        this.#cancel = this.#stdin.whenLine(() => this.#pump());
        return;
      }
      const line = this.#stdin.takeLine();
      if (line === null) this.close();
      else this.emit('line', line);
    }
  }
}

/** The modules `readline` and `readline/promises`. */
export function readlineModules(stdin: Stdin, loop: EventLoop, print: (text: string) => void) {
  const createInterface = (options?: { input?: unknown }): Interface =>
    new Interface(options?.input instanceof Stdin ? options.input : stdin, loop, print);
  const promises = {
    createInterface(options?: { input?: unknown }) {
      const lines = createInterface(options);
      const ask = lines.question.bind(lines);
      return Object.assign(lines, {
        question: (text: string) => new Promise<string>((resolve) => ask(text, resolve)),
      });
    },
  };
  const nothing = (): boolean => true;
  return {
    readline: { createInterface, promises, clearLine: nothing, cursorTo: nothing },
    promises,
  };
}
