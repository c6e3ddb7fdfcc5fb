import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { importFile } from '../../src/judge/import/index.ts';
import { familyProblems } from '../../src/studio/family/problems.ts';
import { MOST_STEPS } from '../../src/studio/family/splits.ts';
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

/** How many steps the problems have, in turn; none where nothing is said. */
function lengthsOf(text: string | undefined): number[] {
  const lengths = text === undefined ? [] : text.split(',').map((one) => whole('steps', one));
  if (lengths.some((length) => length > MOST_STEPS))
    throw new UsageError(
      `--steps takes numbers of steps up to ${MOST_STEPS}, the most in training, not “${text}”.`,
    );
  return lengths;
}

/** The problems of a file, or the family's training problems of a seed. Throws `UsageError` and `ImportError`. */
export async function problemsOf(values: Values, seed: number): Promise<ProblemSource> {
  const { problems: file } = values;
  if (!file) {
    const count = whole('count', values.count);
    const lengths = lengthsOf(values.steps);
    return {
      name: lengths.length > 0 ? `family, of ${lengths.join(', ')} steps` : 'family',
      count,
      items: (from, step) => familyProblems(seed, 'train', from, count, step, lengths),
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
