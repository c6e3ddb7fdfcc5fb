/** A program that WebAssembly or the judge's library stopped: as the signal that would have stopped it natively. */
export interface Signal {
  /** 128 and the signal's number, as shells give it. */
  code: number;
  /** For people, on standard error. */
  message: string;
}

export const ABORTED: Signal = { code: 134, message: 'Aborted' };

/** Messages of Chromium, Firefox and Safari, in that order. */
const TRAPS: [RegExp, Signal][] = [
  [
    /divide by zero|remainder by zero|division by zero/i,
    { code: 136, message: 'Division by zero (integers)' },
  ],
  [
    /divide result unrepresentable|integer overflow/i,
    { code: 136, message: 'Integer overflow in a division' },
  ],
  [
    /memory access out of bounds|index out of bounds|out of bounds memory access/i,
    { code: 139, message: 'Memory access out of bounds: a wild pointer or index, or the stack is full' },
  ],
  [
    /signature mismatch|indirect call|table index|out of bounds call_indirect|null function/i,
    { code: 139, message: 'A call through a function pointer that points to no such function' },
  ],
  [
    /unreachable/i,
    { code: 132, message: 'Undefined behaviour was reached, e.g. a function ended without its return' },
  ],
];

export const OVERFLOW: Signal = { code: 139, message: 'Stack overflow: the recursion is too deep' };

/** One out of main ends within the program (library/exceptions.cpp). */
const UNCAUGHT: Signal = {
  code: 134,
  message: 'terminate called: an exception was thrown before or after main',
};

/** Whether the browser's stack was too small. */
export function isOverflow(error: unknown): error is Error {
  return error instanceof RangeError || /too much recursion/i.test(String(error));
}

/** What ended the program, or null if `error` is not of its making. */
export function signalOf(error: unknown): Signal | null {
  if (isOverflow(error)) return OVERFLOW;
  if (error instanceof WebAssembly.Exception) return UNCAUGHT;
  if (!(error instanceof WebAssembly.RuntimeError)) return null;
  const known = TRAPS.find(([pattern]) => pattern.test(error.message));
  return known?.[1] ?? { code: 132, message: error.message };
}

/** Functions of the program's library and of the linker, which are nobody's to mend. */
const INTERNAL = /^(?:_start|__wasm_|__wrap_|__original_main|__main_|deeper\.)/;
const MOST_FRAMES = 12;

/** The program's functions that were under way, as lines `    at solve(int)`, the innermost first. */
export function framesOf({ stack = '' }: Error): string[] {
  // Chromium's `at NAME (wasm://…:wasm-function[7]:0x1a)`; others name none.
  const names = [...stack.matchAll(/^\s+at (?:main\.wasm\.)?(.+) \(wasm:\/\//gm)].map(([, name]) => name!);
  return names
    .map((name) => name.replace(/^__original_main$/, 'main'))
    .filter((name) => !INTERNAL.test(name))
    .slice(0, MOST_FRAMES)
    .map((name) => `    at ${name}`);
}
