/** How much of a run is taken down: beyond it the program goes on untraced. */
export const TRACE_LIMITS = {
  /** Lines that are looked at. */
  lines: 20_000,
  /** Wall time from the first one. */
  ms: 3000,
  /** Of the lines that were looked at, the first and the last so many are kept. */
  head: 200,
  tail: 800,
  /** Changes that are kept of one line. */
  changes: 24,
} as const;
