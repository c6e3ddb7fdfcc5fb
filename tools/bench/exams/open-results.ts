import { appendFileSync, existsSync } from 'node:fs';
import { UsageError } from '../../command-line.ts';
import { shardOf, WHOLE } from '../../shards/shard.ts';
import { mergeResults } from './merge-results.ts';
import { type Key, keyText, Results } from './results.ts';
import { differingNotes, noteOf, readNote, type ShardNote, writeNote } from './shard-note.ts';

/** A benchmark's command line. */
export interface BenchCommand {
  values: { results?: string; shard?: string; table?: boolean };
  positionals: string[];
}

/** Results of a benchmark, and how those that are missing are made. */
export interface OpenResults<Kept extends Key & { solved: boolean }> {
  results: Results<Key, Kept>;
  /** Runs what makes them, unless those that are there are all that is wanted. */
  complete(run: () => Promise<void>): Promise<void>;
}

/**
 * The results that a benchmark's command line is about: a file's, a shard's with `--shard`, or after `merge FILE…` those of
 * all shards. Throws `UsageError`, and `MergeError` where files cannot be put together.
 */
export async function openResults<Kept extends Key & { solved: boolean }>(
  { values, positionals }: BenchCommand,
  fallback: string,
): Promise<OpenResults<Kept>> {
  const path = values.results ?? fallback;
  const [command, ...files] = positionals;
  if (command !== undefined && command !== 'merge') throw new UsageError(`There is no command “${command}”.`);
  if (command === 'merge') {
    if (readNote(path)) throw new UsageError(`${path} holds a shard. Name another file with --results.`);
    await mergeResults(files, path);
  }
  if (command === 'merge' || values.table)
    return { results: new Results<Key, Kept>(path, keyText), complete: async () => {} };

  const shard = shardOf(values.shard);
  const note = values.shard === undefined ? null : noteOf(shard, values);
  mustBeOf(path, note);
  return {
    results: new Results<Key, Kept>(path, keyText, note ? shard : WHOLE),
    async complete(run) {
      if (note) begin(path, note);
      await run();
      if (note) writeNote(path, { ...note, finished: true });
    },
  };
}

/** A shard that has nothing to do has a file too. */
function begin(path: string, note: ShardNote): void {
  writeNote(path, note);
  appendFileSync(path, '');
}

/** Throws `UsageError` where a file holds results of something else. */
function mustBeOf(path: string, note: ShardNote | null): void {
  const before = readNote(path);
  if (before && before.shard !== note?.shard)
    throw new UsageError(
      `${path} holds shard ${before.shard}. Give --shard ${before.shard}, or another --results.`,
    );
  if (!before && note && existsSync(path))
    throw new UsageError(`${path} holds results of no shard. Name another file with --results.`);
  const names = before && note ? differingNotes(before, note) : [];
  if (names.length > 0)
    throw new UsageError(
      `${path} holds results of another run: ${names.join(', ')} differ. Give the same, or another --results.`,
    );
}
