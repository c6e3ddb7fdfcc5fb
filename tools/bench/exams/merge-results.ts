import { existsSync } from 'node:fs';
import { UsageError } from '../../command-line.ts';
import { type Line, linesByKey, MergeError, writeLines } from '../../shards/lines-by-key.ts';
import { type Shard, shardOf } from '../../shards/shard.ts';
import { type Key, keyText } from './results.ts';
import { differingNotes, readNote, type ShardNote } from './shard-note.ts';

interface Part {
  file: string;
  shard: Shard;
  note: ShardNote;
}

/** A line of a file of results, with what it says of itself. */
type Found = Line & { key: string; result: Key };

/** What is examined, for a person to read; the problems of one are a series. */
const seriesOf = ({ method, exam, seed, budget, grammar }: Key): string =>
  `“${method}” in exam ${exam} with seed ${seed}, ${budget} tokens${grammar ? '' : ', free'}`;

/**
 * Puts the results of all shards together by their keys, in the order in which one run makes them, after what `path` holds
 * already; done again it changes nothing. Throws `UsageError`, and `MergeError`, before anything is written, where they are
 * no parts of one run or something is missing.
 */
export async function mergeResults(files: readonly string[], path: string): Promise<void> {
  if (files.length === 0) throw new UsageError('Which files? merge FILE… takes the results of the shards.');
  const parts = files.map(partIn).sort((p, q) => p.shard.at - q.shard.at);
  mustBeAllOfOneRun(parts);
  const read = (result: Key) => ({ key: keyText(result), result });
  const made = await linesByKey(
    parts.map(({ file }) => file),
    read,
  );
  const series = new Map<string, Found[]>();
  for (const line of made.values()) {
    const name = seriesOf(line.result);
    series.set(name, [...(series.get(name) ?? []), line]);
  }
  for (const [name, lines] of series) mustBeComplete(name, lines, parts);

  const before = existsSync(path) ? [path] : [];
  const all = await linesByKey([...before, ...parts.map(({ file }) => file)], read);
  const fresh = [...series.values()]
    .flatMap((lines) => lines.toSorted((p, q) => p.result.problem - q.result.problem))
    .filter(({ key }) => all.get(key)!.file !== path);
  await writeLines([...[...all.values()].filter(({ file }) => file === path), ...fresh], path);
}

function partIn(file: string): Part {
  const note = readNote(file);
  if (!note || !existsSync(file))
    throw new MergeError(`${file} holds no shard: nothing was written there with --shard.`);
  return { file, note, shard: shardOf(note.shard) };
}

function mustBeAllOfOneRun(parts: readonly Part[]): void {
  const [first] = parts as [Part];
  for (const part of parts) {
    const names = differingNotes(first.note, part.note);
    if (names.length > 0)
      throw new MergeError(
        `${first.file} and ${part.file} are of different runs: they differ in ${names.join(', ')}.`,
      );
  }
  for (let at = 1; at <= first.shard.of; at++) {
    const [part, twice] = parts.filter(({ shard }) => shard.at === at);
    if (!part) throw new MergeError(`Shard ${at}/${first.shard.of} is missing.`);
    if (twice) throw new MergeError(`${part.file} and ${twice.file} are both shard ${part.note.shard}.`);
    if (!part.note.finished)
      throw new MergeError(`Shard ${part.note.shard} (${part.file}) has not come to its end: run it again.`);
  }
}

/** Every shard must have had the same model, and its share of the problems: of the later ones one less at most. */
function mustBeComplete(name: string, lines: readonly Found[], parts: readonly Part[]): void {
  const own = parts.map((part) => lines.filter(({ file }) => file === part.file));
  const models = own.map((some) => some.at(-1)?.result.model);
  const other = models.findIndex((model) => model !== undefined && model !== models[0]);
  if (models[0] !== undefined && other > 0)
    throw new MergeError(
      `${name} was another model in ${parts[0]!.file} (${models[0]}) than in ${parts[other]!.file} (${models[other]}).`,
    );
  const counts = own.map(({ length }) => length);
  const most = Math.max(...counts);
  const lacking = counts.findIndex(
    (count, i) => count < most - 1 || (count < most && counts.includes(most, i)),
  );
  if (lacking >= 0)
    throw new MergeError(
      `${parts[lacking]!.file} has ${counts[lacking]} problems of ${name}, where other shards have ${most}: ` +
        'what it needs was not there. Run that shard again.',
    );
}
