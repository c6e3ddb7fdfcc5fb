/** WebAssembly's JavaScript Promise Integration: calls out of a program that suspend it, and calls in that then wait. */
export interface Suspension {
  Suspending: new (call: (...args: number[]) => Promise<unknown>) => WebAssembly.ImportValue;
  /** The function on a stack of its own. */
  promising(call: WebAssembly.ExportValue): () => Promise<void>;
}

/** Null where the browser has none; Chromium has it since version 137. */
export function suspensionHere(): Suspension | null {
  return 'Suspending' in WebAssembly ? (WebAssembly as unknown as Suspension) : null;
}
