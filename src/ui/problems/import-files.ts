import { importFile } from '../../judge/import/index.ts';
import { importKattis } from '../../judge/import/kattis/index.ts';
import type { Problem } from '../../judge/problem.ts';
import type { NamedFiles } from './dropped-files.ts';

/** Problems from what was dropped: a folder is a package, any other file speaks for itself. ImportError if not. */
export async function importFiles(files: NamedFiles): Promise<Problem[]> {
  const folders = new Map<string, [string, Uint8Array][]>();
  const problems: Problem[] = [];
  for (const [path, bytes] of files) {
    const [folder, ...rest] = path.split('/');
    if (rest.length === 0) problems.push(...(await importFile(path, bytes)));
    else folders.set(folder!, [...(folders.get(folder!) ?? []), [path, bytes]]);
  }
  for (const [folder, inside] of folders) problems.push(await importKattis(folder, inside));
  return problems;
}
