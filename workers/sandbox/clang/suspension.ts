/** WebAssembly's JavaScript Promise Integration: calls out of a program that suspend it, and calls in that then wait. */
export interface Suspension {
  /** A call that gives no promise suspends nothing. */
  Suspending: new (
    call: (...args: number[]) => unknown,
  ) => WebAssembly.ImportValue;
  /** The function on a stack of its own. */
  promising(call: WebAssembly.ExportValue): (...args: number[]) => Promise<number>;
}

/** Null where the browser has none; Chromium has it since version 137. */
export function suspensionHere(): Suspension | null {
  return 'Suspending' in WebAssembly ? (WebAssembly as unknown as Suspension) : null;
}
