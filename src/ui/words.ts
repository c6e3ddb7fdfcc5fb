/** `1 token`, `2 tokens`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** A size as files and downloads are told. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  if (size < 1e6) return `${(size / 1e3).toFixed(size < 1e4 ? 1 : 0)} kB`;
  if (size < 1e9) return `${(size / 1e6).toFixed(1)} MB`;
  return `${(size / 1e9).toFixed(2)} GB`;
}

/** A limit on memory, as contests state it. */
export function mebibytes(size: number): string {
  return `${Math.round(size / 2 ** 20)} MiB`;
}

/** A span of time as a person reads it: `340 ms`, `2.4 s`, `3 min 20 s`; below ten milliseconds with `digits`. */
export function duration(ms: number, digits = 0): string {
  if (ms < 10) return `${ms.toFixed(digits)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1).replace('.0', '')} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** A moment in the person's own time, to the minute. */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
