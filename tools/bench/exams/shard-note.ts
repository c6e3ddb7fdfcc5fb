import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { wordingHash } from '../../../src/agents/roles/index.ts';
import { differing } from '../../shards/lines-by-key.ts';
import { type Shard, shardText } from '../../shards/shard.ts';

/** What stands beside a shard's results, so that they are not put together with those of another run, or before their time. */
export interface ShardNote {
  shard: string;
  /** What was asked for, by option. */
  options: Record<string, unknown>;
  prompts: string;
  finished: boolean;
}

/** Options that change no result. */
const BESIDES = ['results', 'shard', 'threads', 'table', 'key', 'endpoint'];

const fileOf = (results: string): string => `${results.replace(/\.jsonl$/, '')}.shard.json`;

/** What is noted of a file of results; null where they are no shard's. */
export function readNote(results: string): ShardNote | null {
  const file = fileOf(results);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ShardNote) : null;
}

export function writeNote(results: string, note: ShardNote): void {
  writeFileSync(fileOf(results), `${JSON.stringify(note)}\n`);
}

/** The note of a shard that is begun with these options. */
export const noteOf = (shard: Shard, values: object): ShardNote => ({
  shard: shardText(shard),
  options: Object.fromEntries(Object.entries(values).filter(([name]) => !BESIDES.includes(name))),
  prompts: wordingHash(),
  finished: false,
});

/** What two shards were begun differently with: names of options, `prompts`, or into how many parts. */
export function differingNotes(p: ShardNote, q: ShardNote): string[] {
  const [one, other] = [p, q].map(({ options, prompts, shard }) => ({
    ...options,
    ...{ prompts, 'the number of shards': shard.split('/')[1] },
  }));
  return differing(one!, other!);
}
