import { createReadStream } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { DESCRIPTIONS, UNIT_TESTS } from '../src/judge/import/datasets/xcodeeval.ts';
import { ImportError } from '../src/judge/import/import-error.ts';
import { type Imported, importFiles } from '../src/judge/import/index.ts';
import type { KattisOptions } from '../src/judge/import/kattis/index.ts';
import type { SourceFile } from '../src/judge/import/source.ts';
import type { Problem } from '../src/judge/problem.ts';

/**
 * The problem that a command line names: a file or folder that holds one, or `FILE#N` for the N-th of several.
 * ImportError if there is none. `options` are for a Kattis package.
 */
export async function readProblemFile(name: string, options: KattisOptions = {}): Promise<Problem> {
  const [, path, number] = /^(.+)#(\d+)$/.exec(name) ?? [];
  const picked = path !== undefined && !(await exists(name)) ? { path, index: Number(number) } : null;
  let count = 0;
  let first: Problem | undefined;
  for await (const problem of importFiles(await sourcesIn(picked?.path ?? name), options)) {
    count += 1;
    if (picked && count < picked.index) continue;
    if (problem instanceof ImportError) throw problem;
    if (picked) return problem;
    first ??= problem;
  }
  if (first && count === 1) return first;
  throw new ImportError({
    file: picked?.path ?? name,
    reason: `holds ${count} problems; name one as ${picked?.path ?? name}#1.`,
  });
}

/**
 * Everything that files and folders hold, in their order. xCodeEval's two files, which are one source, may be named
 * apart; every other name is imported on its own.
 */
export async function* importNamed(
  names: readonly string[],
  options: KattisOptions = {},
): AsyncGenerator<Imported> {
  const pair = [DESCRIPTIONS, UNIT_TESTS].map((half) => names.find((name) => basename(name) === half));
  const joined = pair.every((name) => name !== undefined) ? pair : [];
  const groups = names.filter((name) => !joined.includes(name)).map((name) => [name]);
  for (const group of joined.length > 0 ? [joined as string[], ...groups] : groups) {
    try {
      yield* importFiles((await Promise.all(group.map(sourcesIn))).flat(), options);
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      yield error;
    }
  }
}

/** A file, or the files below a folder. Links are followed as long as they stay in it: tests are often shared so. */
export async function sourcesIn(path: string): Promise<SourceFile[]> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new ImportError({ file: path, reason: 'there is no such file or folder.' });
  const streamed = (name: string, file: string): SourceFile => ({
    path: name,
    chunks: () => createReadStream(file),
    parts: async () => ({
      size: (await stat(file)).size,
      read: (start, end) => readPart(file, start, end),
    }),
  });
  if (!found.isDirectory()) return [streamed(basename(path), path)];
  const folder = basename(resolve(path));
  const root = (await realpath(path)) + sep;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const sources: SourceFile[] = [];
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const name = `${folder}/${relative(path, file).split(sep).join('/')}`;
    if (entry.isFile()) sources.push(streamed(name, file));
    if (!entry.isSymbolicLink()) continue;
    const target = await realpath(file).catch(() => '');
    if (!target.startsWith(root)) {
      throw new ImportError({ file: name, reason: 'is a link that leads to no file of its folder.' });
    }
    if ((await stat(target)).isFile()) sources.push(streamed(name, target));
  }
  return sources;
}

async function readPart(file: string, start: number, end: number): Promise<ArrayBuffer> {
  const handle = await open(file);
  try {
    const bytes = new Uint8Array(end - start);
    await handle.read(bytes, 0, bytes.length, start);
    return bytes.buffer;
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}
