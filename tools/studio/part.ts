import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../command-line.ts';
import { type Shard, shardOf, shardText, WHOLE } from '../shards/shard.ts';
import { outcomesIn } from './journal.ts';

/** Which problems a run's folder is for: a shard of so many. */
export interface Part {
  shard: Shard;
  count: number;
}

const FILE = 'shard.json';

/** What a folder is for; null where no run was begun there. */
export function readPart(folder: string): Part | null {
  const file = join(folder, FILE);
  if (existsSync(file)) {
    const { shard, count } = JSON.parse(readFileSync(file, 'utf8')) as { shard: string; count: number };
    return { shard: shardOf(shard), count };
  }
  return existsSync(outcomesIn(folder)) ? { shard: WHOLE, count: 0 } : null;
}

/** Marks what a folder is for; a run may be begun small and grow. Throws `UsageError` where it is for another shard. */
export function markPart(folder: string, { shard, count }: Part): void {
  const before = readPart(folder);
  if (before && shardText(before.shard) !== shardText(shard))
    throw new UsageError(
      `${folder} holds shard ${shardText(before.shard)}, not ${shardText(shard)}. Give that again, or another --out.`,
    );
  const most = Math.max(count, before?.count ?? 0);
  writeFileSync(join(folder, FILE), `${JSON.stringify({ shard: shardText(shard), count: most })}\n`);
}
