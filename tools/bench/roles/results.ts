import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Examined } from '../../../src/studio/examine/examine.ts';
import type { Mended } from '../../../src/studio/examine/mend.ts';
import { UsageError } from '../../command-line.ts';

/** What a result is of; two of the same are never made. */
export interface Key {
  /** A, B, D, W or C, or `faults`. */
  exam: string;
  /** The problem's place in the exam, from 0 on. */
  problem: number;
  method: string;
  /** Names the weights. */
  model: string;
  seed: number;
  /** Tokens of answers that a problem may take. */
  budget: number;
  /** Whether answers were held to their role's grammar. */
  grammar: boolean;
}

export type Result = Key & { solved: boolean; tokens: number } & (
    | ({ kind: 'exam' } & Examined)
    | ({ kind: 'mend' } & Mended)
  );

const textOf = ({ exam, problem, method, model, seed, budget, grammar }: Key): string =>
  [exam, problem, method, model, seed, budget, grammar].join('|');

/** A file of results, a line each, to which every run adds what is not there yet. */
export class Results<Kept extends Key = Result> {
  readonly all: Kept[] = [];
  private readonly keys = new Set<string>();

  /** Throws `UsageError` where a line is none of ours; one that was being written when a run was killed is cut off. */
  constructor(private readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) return;
    const bytes = readFileSync(path);
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end < bytes.length) truncateSync(path, end);
    for (const [i, line] of bytes.subarray(0, end).toString().split('\n').entries()) {
      if (line === '') continue;
      try {
        this.note(JSON.parse(line) as Kept);
      } catch {
        throw new UsageError(`${path}:${i + 1} is no result. Name another file with --results.`);
      }
    }
  }

  has(key: Key): boolean {
    return this.keys.has(textOf(key));
  }

  add(result: Kept): void {
    appendFileSync(this.path, `${JSON.stringify(result)}\n`);
    this.note(result);
  }

  private note(result: Kept): void {
    this.keys.add(textOf(result));
    this.all.push(result);
  }
}
