import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Worked } from '../../src/studio/distill/distill.ts';
import type { Taught } from '../../src/studio/distill/taught.ts';
import { UsageError } from '../command-line.ts';
import { differing, linesByKey, MergeError, writeLines } from '../shards/lines-by-key.ts';
import { shardText, shardWith, WHOLE } from '../shards/shard.ts';
import { report } from './distill.ts';
import { Journal, outcomesIn, readSettings } from './journal.ts';
import { markPart, type Part, readPart } from './part.ts';

interface PartFolder extends Part {
  folder: string;
  settings: object;
}

/** Problems that are named where some are missing. */
const NAMED = 10;

/**
 * Puts the shards of a distillation or supervision together by problem and seed, and writes to `out` what one run of the
 * whole would have: the same files, byte for byte. What is in `out` already is one more part, so that it may be done again,
 * and again when the run has grown. Throws `UsageError`, and `MergeError`, before anything is written, where they are no
 * parts of one run or something is missing.
 */
export async function mergeRuns(folders: readonly string[], out: string): Promise<void> {
  const given = [...new Set(folders.map((folder) => resolve(folder)))].filter(
    (folder) => folder !== resolve(out),
  );
  if (given.length === 0) throw new UsageError('Which folders? merge DIR… takes those of the shards.');
  const parts = given.map(partIn);
  const [first] = parts as [PartFolder];
  const whole = readPart(out) && partIn(out);
  for (const part of whole ? [...parts, whole] : parts) mustBeOfOneRun(first, part);
  const counts = parts.find(({ count }) => count !== first.count);
  if (counts)
    throw new MergeError(
      `${first.folder} is of ${first.count} problems and ${counts.folder} of ${counts.count}: run both with the same --count.`,
    );
  if (whole && whole.shard.of > 1)
    throw new UsageError(`${out} holds shard ${shardText(whole.shard)}: name another folder with --out.`);

  const files = [...parts, ...(whole ? [whole] : [])].map(({ folder }) => outcomesIn(folder));
  const lines = await linesByKey(files.filter(existsSync), ({ index, problem, seed }: Worked) => ({
    key: `problem ${problem} with seed ${seed}`,
    index,
  }));
  const sorted = [...lines.values()].sort((p, q) => p.index - q.index);
  mustBeWhole(new Set(sorted.map(({ index }) => index)), parts);

  mkdirSync(out, { recursive: true });
  const { settings, count } = first;
  await writeLines(sorted, outcomesIn(out));
  const journal = new Journal<Taught>(out, settings);
  markPart(out, { shard: WHOLE, count });
  await report(journal, out);
}

function partIn(folder: string): PartFolder {
  const part = readPart(folder);
  const settings = readSettings(folder);
  if (!part || !settings)
    throw new MergeError(`${folder} holds no shard: nothing was begun there with --shard.`);
  if (!('prompts' in settings))
    throw new MergeError(`${folder} holds no distillation or supervision of this version.`);
  return { ...part, folder, settings };
}

function mustBeOfOneRun(first: PartFolder, part: PartFolder): void {
  const names = differing(first.settings, part.settings);
  if (names.length > 0)
    throw new MergeError(
      `${first.folder} and ${part.folder} are of different runs: they differ in ${names.join(', ')} (settings.json).`,
    );
}

/** Throws `MergeError` where a problem is missing, naming the shards that lack them. */
function mustBeWhole(there: ReadonlySet<number>, parts: readonly PartFolder[]): void {
  const [{ count }] = parts as [PartFolder];
  const of = Math.max(...parts.map(({ shard }) => shard.of));
  const missing = new Map<string, number[]>();
  for (let index = 0; index < count; index++) {
    if (there.has(index)) continue;
    const name = shardText(shardWith(index, of));
    missing.set(name, [...(missing.get(name) ?? []), index]);
  }
  if (missing.size === 0) return;
  const said = [...missing].map(([name, indices]) => {
    const part = parts.find(({ shard }) => shardText(shard) === name);
    const shown = indices.slice(0, NAMED).join(', ');
    const more = indices.length > NAMED ? ` and ${indices.length - NAMED} more` : '';
    return part
      ? `Shard ${name} (${part.folder}) has not done problems ${shown}${more}: run it again.`
      : `Shard ${name} is missing (problems ${shown}${more}).`;
  });
  throw new MergeError(`Not all of ${count} problems are there.\n${said.join('\n')}`);
}
