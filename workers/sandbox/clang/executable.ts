import { importMemory } from '../wasi/import-memory.ts';
import { KIND, Reader, readImports, SECTION, sectionsOf } from '../wasi/wasm-binary.ts';
import { makeDeep } from './deep-recursion.ts';
import { memoryPages } from './memory-import.ts';
import { suspensionHere } from './suspension.ts';

/** Calls within each other on one stack; Chromium's have room for some 12,000 to 16,000 of a small function. */
const FIRST_BUDGET = 4096;
const LEAST_BUDGET = 64;

/** A compiled program. Its recursion is as deep as the browser's stack allows, until that has overflowed once. */
export class Executable {
  module: WebAssembly.Module;
  /** Of memory that it begins with: its stack and its static data. */
  readonly pages: number;
  readonly #bytes: Uint8Array;
  /** The functions that leave a stack which is nearly full. */
  readonly #deep = new Set<number>();
  #budget = FIRST_BUDGET;

  private constructor(bytes: Uint8Array, module: WebAssembly.Module) {
    this.#bytes = bytes;
    this.module = module;
    this.pages = memoryPages(bytes);
  }

  /** From the linker's output, which has a memory of its own. */
  static async load(linked: Uint8Array<ArrayBuffer>): Promise<Executable> {
    const bytes = importMemory(linked.slice().buffer);
    return new Executable(new Uint8Array(bytes), await WebAssembly.compile(bytes));
  }

  /** Whether it calls `judge.deeper`, and so has to be called so that it can be suspended. */
  get isDeep(): boolean {
    return this.#deep.size > 0;
  }

  /**
   * Makes room for the recursion that overflowed, whose functions the error's stack names. Compiling a program for that
   * from the start would make every call dearer. False: nothing more can be done.
   */
  async deepen(overflow: Error): Promise<boolean> {
    if (!suspensionHere()) return false;
    const known = functionCount(this.#bytes);
    const found = repeatedFunctions(overflow.stack ?? '').filter((index) => index < known);
    const fresh = found.filter((index) => !this.#deep.has(index));
    if (fresh.length === 0) {
      if (!this.isDeep || this.#budget <= LEAST_BUDGET) return false;
      this.#budget /= 4;
    }
    for (const index of fresh) this.#deep.add(index);
    const deep = makeDeep(this.#bytes, [...this.#deep], this.#budget);
    this.module = await WebAssembly.compile(deep as Uint8Array<ArrayBuffer>);
    return true;
  }
}

/** The functions that a stack names more than once, by their indices: those of the recursion. */
function repeatedFunctions(stack: string): number[] {
  const counts = new Map<number, number>();
  for (const [, index] of stack.matchAll(/wasm-function\[(\d+)\]/g)) {
    counts.set(Number(index), (counts.get(Number(index)) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([index]) => index);
}

/** Imported ones count, and come first. */
function functionCount(module: Uint8Array): number {
  let count = 0;
  for (const { id, content } of sectionsOf(module)) {
    if (id === SECTION.import) {
      count += readImports(content).filter(({ kind }) => kind === KIND.function).length;
    } else if (id === SECTION.function) count += new Reader(content).number();
  }
  return count;
}
