import type { Problem } from '../problem.ts';
import { InvalidProblemError } from '../validate.ts';
import { DESCRIPTIONS, importXCodeEval, UNIT_TESTS, xCodeEvalFiles } from './datasets/xcodeeval.ts';
import { openFolder } from './folder.ts';
import { ImportError } from './import-error.ts';
import { jsonElements, jsonLines } from './json-stream.ts';
import type { KattisOptions } from './kattis/index.ts';
import { hasSampleFence, importMarkdown } from './markdown.ts';
import { textOf } from './package-files.ts';
import { type Reader, readJson } from './reader.ts';
import { importRecord } from './records.ts';
import { bytesOf, headOf, type SourceFile, sourceOf } from './source.ts';
import { unzip } from './zip.ts';

/** A problem, or why one could not be read; the ones after it still are. */
export type Imported = Problem | ImportError;

/** Files within a folder that are looked into; the others belong to no source. */
const READABLE = /\.(json|jsonl|ndjson|parquet|md|markdown)$/i;

/**
 * The problems that files hold, by what is in them: Kattis and Polygon packages and bare test files (a folder, or
 * a zip), Problem JSON, Competitive Companion's JSON, CodeContests, APPS and LiveCodeBench, each as one object, a list,
 * JSON Lines or a Parquet table, xCodeEval's files, which are joined, and Markdown with samples. Files with a `/` in their path are in
 * folders. Lists and lines are read as a stream: only one problem is held at a time.
 */
export async function* importFiles(
  files: readonly SourceFile[],
  options: KattisOptions = {},
): AsyncGenerator<Imported> {
  const folders = new Map<string, SourceFile[]>();
  const loose: SourceFile[] = [];
  for (const file of files) {
    const [, folder, path] = /^([^/]+)\/(.+)$/.exec(file.path) ?? [];
    if (folder === undefined) {
      loose.push(file);
      continue;
    }
    const inside = folders.get(folder) ?? [];
    folders.set(folder, inside);
    inside.push({ ...file, path: path! });
  }
  yield* importLoose(loose, options);
  for (const [name, inside] of folders) yield* reported(name, importFolder(name, inside, options));
}

/** The problems of one file that is in memory. ImportError for the first that cannot be read. */
export async function importFile(name: string, bytes: Uint8Array): Promise<Problem[]> {
  return allOf(importFiles([sourceOf(name, bytes)]));
}

/** All problems, where each has to be read. */
export async function allOf(imported: AsyncIterable<Imported>): Promise<Problem[]> {
  const problems: Problem[] = [];
  for await (const problem of imported) {
    if (problem instanceof ImportError) throw problem;
    problems.push(problem);
  }
  return problems;
}

async function* importFolder(
  name: string,
  sources: readonly SourceFile[],
  options: KattisOptions,
): AsyncGenerator<Imported> {
  const { packages, files } = openFolder(name, sources, options);
  for (const read of packages ?? []) yield* reported(name, one(read));
  if (!files) return;
  const readable = files.filter(({ path }) => READABLE.test(path));
  if (readable.length === 0) {
    const reason =
      'holds no problem: no problem.yaml (Kattis), no problem.xml (Polygon), no .in files with .ans or .out, no JSON and no Markdown.';
    throw new ImportError({ file: name, reason });
  }
  yield* importLoose(readable, options);
}

async function* importLoose(files: readonly SourceFile[], options: KattisOptions): AsyncGenerator<Imported> {
  const joined = await xCodeEvalFiles(files);
  if (joined) yield* reported(joined.tests.path, importXCodeEval(joined));
  const read = joined ? [...joined.descriptions, ...joined.split, joined.tests] : [];
  for (const file of files) if (!read.includes(file)) yield* reported(file.path, importOne(file, options));
}

async function* importOne(file: SourceFile, options: KattisOptions): AsyncGenerator<Imported> {
  const { path } = file;
  const head = await headOf(file);
  const first = String.fromCharCode(head[0] ?? 0);
  if (head[0] === 0x50 && head[1] === 0x4b) {
    const archive = await unzip(path, await bytesOf(file));
    yield* importFolder(
      path,
      [...archive].map(([inner, bytes]) => sourceOf(inner, bytes)),
      options,
    );
  } else if (head[0] === 0x1f && head[1] === 0x8b) {
    const reason = path.endsWith('.quartet-backup')
      ? 'is a backup; restore it on the page Backup.'
      : 'is packed by gzip; unpack it first.';
    throw new ImportError({ file: path, reason });
  } else if (String.fromCharCode(...head.subarray(0, 4)) === 'PAR1') {
    // Read with the first table: few bring one.
    const { parquetRows } = await import('./parquet.ts');
    yield* records(path, parquetRows(file));
  } else if (first === '[') {
    yield* records(path, jsonElements(file));
  } else if (path.split('/').at(-1) === UNIT_TESTS) {
    const reason = `holds tests alone; import it together with ${DESCRIPTIONS}.`;
    throw new ImportError({ file: path, reason });
  } else if (/\.(jsonl|ndjson)$/i.test(path) || (first === '{' && (await holdsLines(file)))) {
    yield* records(path, jsonLines(file));
  } else {
    const text = textOf(path, await bytesOf(file));
    if (first === '{') yield await importRecord(readJson(path, text));
    else if (/\.(md|markdown)$/i.test(path) || hasSampleFence(text)) yield await importMarkdown(path, text);
    else {
      const reason =
        'is no problem that can be read: it should be JSON, JSON Lines, Markdown with ```input and ```output, or a zipped Kattis or Polygon package or folder of tests.';
      throw new ImportError({ file: path, reason });
    }
  }
}

/** Whether a file is JSON Lines by another name: its first two lines are an object each. */
async function holdsLines(file: SourceFile): Promise<boolean> {
  let count = 0;
  for await (const line of jsonLines(file)) {
    if (line instanceof ImportError || typeof line.value !== 'object' || Array.isArray(line.value))
      return false;
    if (++count === 2) return true;
  }
  return false;
}

async function* records(
  file: string,
  readers: AsyncIterable<Reader | ImportError>,
): AsyncGenerator<Imported> {
  let any = false;
  for await (const record of readers) {
    any = true;
    if (record instanceof ImportError) yield record;
    else
      yield* reported(
        record.file,
        one(() => importRecord(record)),
      );
  }
  if (!any) throw new ImportError({ file, reason: 'has no problem in it.' });
}

async function* one(read: () => Promise<Problem>): AsyncGenerator<Imported> {
  yield await read();
}

/** What a source throws as an ImportError ends that source alone. */
async function* reported(file: string, imported: AsyncIterable<Imported>): AsyncGenerator<Imported> {
  try {
    yield* imported;
  } catch (error) {
    if (error instanceof ImportError) yield error;
    else if (error instanceof InvalidProblemError) yield new ImportError({ file, reason: error.message });
    else throw error;
  }
}
