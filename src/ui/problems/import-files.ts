import { allOf, importFiles as imported } from '../../judge/import/index.ts';
import { sourceOf } from '../../judge/import/source.ts';
import type { Problem } from '../../judge/problem.ts';
import type { NamedFiles } from './dropped-files.ts';

/** The problems that were dropped. ImportError for the first that cannot be read: then none is taken. */
export function importFiles(files: NamedFiles): Promise<Problem[]> {
  return allOf(imported([...files].map(([path, bytes]) => sourceOf(path, bytes))));
}
