import { createHash } from 'node:crypto';
import { createReadStream, renameSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** Parts cannot be put together; the message says which, and why. */
export class MergeError extends Error {
  override readonly name = 'MergeError';
}

/** Where a line lies in its file, in bytes, its end not counted. */
export interface Line {
  file: string;
  from: number;
  length: number;
  hash: string;
}

const NEWLINE = 0x0a;

/** A file's lines; not one that was being written when its writer was killed. */
async function* wholeLines(file: string): AsyncGenerator<{ from: number; bytes: Buffer }> {
  let from = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
      if (end > 0) yield { from, bytes: rest.subarray(0, end) };
      from += end + 1;
      rest = rest.subarray(end + 1);
    }
  }
}

/**
 * The lines of files by their keys, each key once, in the order in which they are met; `read` gives a line's key and what
 * else of it is wanted. Throws `MergeError` where two lines of a key say different things, or one is no JSON.
 */
export async function linesByKey<Row, Read extends { key: string }>(
  files: readonly string[],
  read: (row: Row, file: string) => Read,
): Promise<Map<string, Read & Line>> {
  const found = new Map<string, Read & Line>();
  for (const file of files)
    for await (const { from, bytes } of wholeLines(file)) {
      const one = read(parsed<Row>(bytes, file, from), file);
      const hash = createHash('sha256').update(bytes).digest('base64');
      const same = found.get(one.key);
      if (same && same.hash !== hash)
        throw new MergeError(
          `${same.file} and ${file} say different things of ${one.key}: one of them was made by something else.`,
        );
      if (!same) found.set(one.key, { ...one, file, from, length: bytes.length, hash });
    }
  return found;
}

function parsed<Row>(bytes: Buffer, file: string, from: number): Row {
  try {
    return JSON.parse(bytes.toString()) as Row;
  } catch {
    throw new MergeError(`The line at byte ${from} of ${file} is no JSON.`);
  }
}

/** Writes lines to a file, which is there when all of them are. */
export async function writeLines(lines: Iterable<Line>, path: string): Promise<void> {
  const sources = new Map<string, FileHandle>();
  const part = `${path}.part`;
  const target = await open(part, 'w');
  try {
    for (const { file, from, length } of lines) {
      const source = sources.get(file) ?? (await open(file));
      sources.set(file, source);
      const bytes = Buffer.alloc(length + 1, NEWLINE);
      await source.read(bytes, 0, length, from);
      await target.write(bytes);
    }
    await target.sync();
  } finally {
    for (const handle of [target, ...sources.values()]) await handle.close();
  }
  renameSync(part, path);
}

/** The names of what two descriptions say differently. */
export function differing(p: object, q: object): string[] {
  const [one, other] = [p, q].map((it) => new Map(Object.entries(it)));
  const names = new Set([...one!.keys(), ...other!.keys()]);
  return [...names].filter((name) => JSON.stringify(one!.get(name)) !== JSON.stringify(other!.get(name)));
}
