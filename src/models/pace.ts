/** Milliseconds over which the speed is taken: long enough to be read, short enough to follow the line. */
const WINDOW = 5000;

/** How fast bytes come, and how long the rest will take. Times in milliseconds. */
export class Pace {
  #marks: { at: number; bytes: number }[] = [];

  constructor(now: number) {
    this.#marks.push({ at: now, bytes: 0 });
  }

  /** So many bytes have come in all. */
  mark(bytes: number, now: number): void {
    this.#marks.push({ at: now, bytes });
    while (this.#marks.length > 2 && this.#marks[1]!.at <= now - WINDOW) this.#marks.shift();
  }

  /** `left`: bytes that are still to come. Both are null until something came. */
  tell(left: number): { bytesPerSecond: number | null; secondsLeft: number | null } {
    const first = this.#marks[0]!;
    const last = this.#marks.at(-1)!;
    const ms = last.at - first.at;
    const bytes = last.bytes - first.bytes;
    if (ms <= 0 || bytes <= 0) return { bytesPerSecond: null, secondsLeft: null };
    const bytesPerSecond = (1000 * bytes) / ms;
    return { bytesPerSecond, secondsLeft: left / bytesPerSecond };
  }
}
