import { wordsOf } from '../../minhash.ts';

/** A text that measures and must not be trained on. */
export interface Exam {
  /** For people: `A #12`, a problem's title. */
  name: string;
  text: string;
}

/** Words in a run, and the share of a text's runs in one exam's text from which it is that exam's problem again. */
const RUN = 8;
const SHARE = 0.5;

const runsOf = (text: string): string[] => {
  const words = wordsOf(text).filter((word) => /[\p{L}\d]/u.test(word));
  const count = Math.max(1, words.length - RUN + 1);
  return Array.from({ length: count }, (_, i) => words.slice(i, i + RUN).join(' '));
};

/** Runs of words of all exams; made once, asked for every text. */
export class Contamination {
  private readonly exams = new Map<string, Set<string>>();

  constructor(exams: Iterable<Exam>) {
    for (const { name, text } of exams)
      for (const run of runsOf(text)) this.exams.set(run, (this.exams.get(run) ?? new Set()).add(name));
  }

  /** The exam that a text is too near to, or null. */
  of(text: string): { exam: string; share: number } | null {
    const runs = [...new Set(runsOf(text))];
    const hits = new Map<string, number>();
    for (const run of runs)
      for (const name of this.exams.get(run) ?? []) hits.set(name, (hits.get(name) ?? 0) + 1);
    const [exam, most] = [...hits].reduce((best, one) => (one[1] > best[1] ? one : best), ['', 0]);
    const share = most / runs.length;
    return share >= SHARE ? { exam, share } : null;
  }
}
