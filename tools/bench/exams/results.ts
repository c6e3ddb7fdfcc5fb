import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { inOrder } from '../../../src/studio/distill/in-order.ts';
import type { Examined } from '../../../src/studio/examine/examine.ts';
import type { Mended } from '../../../src/studio/examine/mend.ts';
import { UsageError } from '../../command-line.ts';
import { isIn, WHOLE } from '../../shards/shard.ts';

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

/** A key in a line. */
export const keyText = ({ exam, problem, method, model, seed, budget, grammar }: Key): string =>
  [exam, problem, method, model, seed, budget, grammar].join('|');

/** A result that may have to be made. */
export interface Task<K, Kept> {
  key: K;
  work(): Promise<Kept>;
}

/** A file of results, a line each, to which every run adds what is not there yet, a shard's run those of its problems. */
export class Results<K, Kept extends K & { solved: boolean }> {
  readonly all: Kept[] = [];
  private readonly keys = new Set<string>();

  /**
   * Throws `UsageError` where a line is none of ours; one that was being written when a run was killed is cut off.
   * `keyText` gives one text for each key.
   */
  constructor(
    private readonly path: string,
    private readonly keyText: (key: K) => string,
    private readonly shard = WHOLE,
  ) {
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

  has(key: K): boolean {
    return this.keys.has(this.keyText(key));
  }

  add(result: Kept): void {
    appendFileSync(this.path, `${JSON.stringify(result)}\n`);
    this.note(result);
  }

  /** Makes those of its shard's results that are not there yet, `atOnce` at a time, and says how many were solved and how long it took. */
  async workOff(what: string, tasks: readonly Task<K, Kept>[], atOnce: number): Promise<void> {
    const open = tasks.filter(({ key }, at) => isIn(this.shard, at) && !this.has(key));
    if (open.length === 0) return;
    const start = performance.now();
    let solved = 0;
    async function* each() {
      yield* open;
    }
    for await (const result of inOrder(each(), atOnce, ({ work }) => work())) {
      this.add(result);
      if (result.solved) solved++;
    }
    const seconds = (performance.now() - start) / 1000 / open.length;
    process.stderr.write(`${what}: ${solved} of ${open.length}, ${seconds.toFixed(2)} s a problem\n`);
  }

  private note(result: Kept): void {
    const key = this.keyText(result);
    if (this.keys.has(key)) return;
    this.keys.add(key);
    this.all.push(result);
  }
}
