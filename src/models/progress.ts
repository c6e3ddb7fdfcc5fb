import { Pace } from './pace.ts';
import type { Progress } from './store.ts';

/** Milliseconds between two tellings; a file's end is always told. */
const RARE = 100;

/** Counts files and bytes of a job, and tells of it now and then. */
export class Meter {
  #filesDone: number;
  #done: number;
  #came = 0;
  #toldAt = 0;
  readonly #pace = new Pace(performance.now());

  /** `before`: what was there already. */
  constructor(
    private readonly all: { files: number; bytes: number },
    before: { files: number; bytes: number },
    private readonly tell: (progress: Progress) => void,
  ) {
    this.#filesDone = before.files;
    this.#done = before.bytes;
  }

  bytes(file: string, count: number): void {
    this.#done += count;
    this.#came += count;
    const now = performance.now();
    if (now - this.#toldAt < RARE) return;
    this.#report(file, now);
  }

  /** What came of a file was of no use. */
  takeBack(count: number): void {
    this.#done -= count;
  }

  fileDone(file: string): void {
    this.#filesDone++;
    this.#report(file, performance.now());
  }

  #report(file: string, now: number): void {
    this.#toldAt = now;
    this.#pace.mark(this.#came, now);
    const { files, bytes: total } = this.all;
    const counts = { file, filesDone: this.#filesDone, files, done: this.#done, total };
    this.tell({ ...counts, ...this.#pace.tell(total - this.#done) });
  }
}
