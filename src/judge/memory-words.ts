const MiB = 2 ** 20;

/** A run's memory for a person, e.g. `12 MiB`; empty where it is not known. */
export function memoryWords(bytes: number | undefined): string {
  if (bytes === undefined) return '';
  return bytes < MiB ? '< 1 MiB' : `${Math.round(bytes / MiB)} MiB`;
}
