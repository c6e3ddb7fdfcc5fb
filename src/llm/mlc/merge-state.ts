const KERNEL = 'fn merge_state_inplace_kernel(';
const HEADER = '//----------------------------------------\n// Function: merge_state_inplace_kernel\n';
const BARRIER = 'storageBarrier();workgroupBarrier();';
const STORE = '  S[(';

/** A library whose kernel was mended, and how many kernels were. */
export interface MendedLibrary {
  bytes: Uint8Array<ArrayBuffer>;
  mended: number;
}

/**
 * Mends a race in a library's kernels: `merge_state_inplace_kernel` reads `S` in many lanes, and the first lane that is
 * done writes it, with nothing in between. A barrier is put before the last store, in the place of as many characters
 * of the comment above, so that nothing in the library moves. What is not found exactly so is left alone; where not
 * exactly one kernel was mended, sequences that were forked or continued cannot be trusted.
 */
export function mendMergeState(library: Uint8Array<ArrayBuffer>): MendedLibrary {
  const bytes = library.slice();
  let mended = 0;
  for (let at = find(bytes, KERNEL, 0); at >= 0; at = find(bytes, KERNEL, at + 1)) {
    const start = findBefore(bytes, HEADER, at);
    const end = find(bytes, '\n}\n', at);
    const store = end < 0 ? -1 : findBefore(bytes, STORE, end);
    // Between them there must be the kernel alone: its header, and its store as the last that it does.
    if (start < 0 || store < at || find(bytes, 'Barrier();', at, end) >= 0) continue;
    if (findBefore(bytes, KERNEL, at) > start) continue;
    const text = new TextDecoder('latin1').decode(bytes.subarray(start, store));
    const shortened = text.slice(0, 2) + text.slice(2 + BARRIER.length) + BARRIER;
    if (!text.startsWith(`//${'-'.repeat(BARRIER.length)}`)) continue;
    for (let i = 0; i < shortened.length; i++) bytes[start + i] = shortened.charCodeAt(i);
    mended++;
  }
  return { bytes, mended };
}

/** Where `text` begins first at or after `from`, and ends before `until`; −1 where it does not. */
function find(bytes: Uint8Array, text: string, from: number, until = bytes.length): number {
  for (let at = bytes.indexOf(text.charCodeAt(0), from); at >= 0; at = bytes.indexOf(bytes[at], at + 1)) {
    if (at + text.length > until) return -1;
    if (standsAt(bytes, text, at)) return at;
  }
  return -1;
}

/** Where `text` begins last before `before`, within what a kernel's source can be long. */
function findBefore(bytes: Uint8Array, text: string, before: number): number {
  for (let at = before - 1; at >= Math.max(0, before - 16_384); at--)
    if (standsAt(bytes, text, at)) return at;
  return -1;
}

function standsAt(bytes: Uint8Array, text: string, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}
