import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { importFile } from '../../src/judge/import/index.ts';
import { familyProblems } from '../../src/studio/family/problems.ts';
import type { StudioProblem } from '../../src/studio/teachers/teacher.ts';
import { UsageError, whole } from '../command-line.ts';
import type { Values } from './options.ts';

/** The problems that a run works on. */
export interface ProblemSource {
  /** What they are, wherever they lie. */
  name: string;
  count: number;
  /** Those at `from`, `from + step` and so on. */
  items(from: number, step: number): AsyncIterable<StudioProblem>;
}

/** The problems of a file, or the family's training problems of a seed. Throws `UsageError` and `ImportError`. */
export async function problemsOf(values: Values, seed: number): Promise<ProblemSource> {
  const { problems: file } = values;
  if (!file) {
    const count = whole('count', values.count);
    return {
      name: 'family',
      count,
      items: (from, step) => familyProblems(seed, 'train', from, count, step),
    };
  }
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`There is no file ${file} that can be read.`);
  });
  const all = await importFile(basename(file), bytes);
  const count = Math.min(all.length, whole('count', values.count, all.length));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  return {
    name: `${basename(file)} ${hash}`,
    count,
    async *items(from, step) {
      for (let index = from; index < count; index += step) yield { problem: all[index]! };
    },
  };
}
