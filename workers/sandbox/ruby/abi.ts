import type { Suspension } from '../clang/suspension.ts';

/** The exports of ruby.wasm that are used here, by the names of its interface. */
interface Exports {
  _initialize(): void;
  cabi_realloc(old: number, oldSize: number, align: number, size: number): number;
  [INIT]: (list: number, length: number) => void;
  [EVAL]: (text: number, length: number) => number;
}

const INIT = 'ruby-init: func(args: list<string>) -> ()';
const EVAL = 'rb-eval-string-protect: func(str: string) -> tuple<handle<rb-abi-value>, s32>';

/** Calls into one instance of ruby.wasm. */
export class RubyAbi {
  readonly #exports: Exports;
  readonly #memory: WebAssembly.Memory;

  constructor(instance: WebAssembly.Instance, memory: WebAssembly.Memory) {
    this.#exports = instance.exports as unknown as Exports;
    this.#memory = memory;
  }

  /** Starts the interpreter with the arguments of its command line. */
  start(args: readonly string[]): void {
    this.#exports._initialize();
    const list = this.#exports.cabi_realloc(0, 0, 4, args.length * 8);
    for (const [i, arg] of args.entries()) {
      const [at, length] = this.#place(`${arg}\0`);
      new Uint32Array(this.#memory.buffer, list + i * 8, 2).set([at, length]);
    }
    this.#exports[INIT](list, args.length);
  }

  /** False: the code raised what it did not rescue. */
  eval(code: string): boolean {
    return this.#succeeded(this.#exports[EVAL](...this.#place(code)));
  }

  /** The same where a read may suspend it. */
  async evalSuspending(code: string, { promising }: Suspension): Promise<boolean> {
    return this.#succeeded(
      await promising(this.#exports[EVAL] as WebAssembly.ExportValue)(...this.#place(code)),
    );
  }

  #succeeded(result: number): boolean {
    return new DataView(this.#memory.buffer).getInt32(result + 4, true) === 0;
  }

  #place(text: string): [at: number, length: number] {
    const bytes = new TextEncoder().encode(text);
    const at = this.#exports.cabi_realloc(0, 0, 1, bytes.length);
    new Uint8Array(this.#memory.buffer).set(bytes, at);
    return [at, bytes.length];
  }
}
