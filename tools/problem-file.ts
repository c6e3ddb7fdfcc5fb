import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { ImportError } from '../src/judge/import/import-error.ts';
import { importFile } from '../src/judge/import/index.ts';
import { importKattis, type KattisOptions } from '../src/judge/import/kattis/index.ts';
import type { Problem } from '../src/judge/problem.ts';

/**
 * The problem that a command line names: a Kattis package (folder or zip), Problem JSON, Competitive Companion
 * JSON, or `FILE.jsonl#N` for the N-th problem of JSON Lines. ImportError if it is none of them. `options` are for
 * a package's folder.
 */
export async function readProblemFile(name: string, options: KattisOptions = {}): Promise<Problem> {
  const [, path = name, picked] = /^(.*\.(?:jsonl|ndjson))#(\d+)$/.exec(name) ?? [];
  const found = await stat(path).catch(() => null);
  if (!found) throw new ImportError({ file: path, reason: 'there is no such file or folder.' });
  if (found.isDirectory()) return importKattis(basename(resolve(path)), await filesBelow(path), options);
  const problems = await importFile(basename(path), await readFile(path));
  const chosen = picked ? problems[Number(picked) - 1] : problems[0];
  if (!chosen || (!picked && problems.length > 1)) {
    throw new ImportError({
      file: path,
      reason: `holds ${problems.length} problems; name one as ${path}#1.`,
    });
  }
  return chosen;
}

/** Plain files only: a link could lead anywhere. */
async function filesBelow(folder: string): Promise<[string, Uint8Array][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => [relative(folder, file), await readFile(file)] as [string, Buffer]),
  );
}
