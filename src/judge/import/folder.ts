import type { Problem } from '../problem.ts';
import { APPS_TESTS, importAppsFolder } from './datasets/apps.ts';
import { ImportError } from './import-error.ts';
import { importKattis, type KattisOptions } from './kattis/index.ts';
import { below, type PackageFiles, rootsOf, safeName } from './package-files.ts';
import { importPolygon } from './polygon/index.ts';
import { bytesOf, type SourceFile } from './source.ts';
import { hasTestFiles, importTestFiles } from './test-files.ts';

const MARKERS = ['problem.yaml', 'problem.xml', APPS_TESTS];

/** What was found in a folder or an archive: problem packages, or files to be read one by one. */
export type Folder =
  | { packages: (() => Promise<Problem>)[]; files?: never }
  | { files: SourceFile[]; packages?: never };

/**
 * A folder or an unpacked archive: one or more problem packages (Kattis, Polygon, APPS), bare test files, or other files.
 * ImportError for names that lead outside of it.
 */
export function openFolder(name: string, sources: readonly SourceFile[], options: KattisOptions): Folder {
  const files = new Map<string, SourceFile>();
  // Sorted: a folder's files come in no order of their own.
  for (const source of [...sources].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const path = safeName(name, source.path);
    if (!/(?:^|\/)(?:__MACOSX\/|\._)/.test(path)) files.set(path, source);
  }
  const roots = rootsOf([...files.keys()], MARKERS);
  if (roots.length > 0) {
    return {
      packages: roots.map((root) => async () => {
        const inside = await bytesBelow(files, root);
        const read = (called: string) => {
          if (inside.has('problem.yaml')) return importKattis(called, inside, options);
          return inside.has(APPS_TESTS) ? importAppsFolder(called, inside) : importPolygon(called, inside);
        };
        return roots.length === 1 ? read(name) : within(root, read);
      }),
    };
  }
  const paths = [...files.keys()];
  if (hasTestFiles(paths)) {
    return { packages: [async () => importTestFiles(name, await bytesBelow(files, commonFolder(paths)))] };
  }
  return { files: [...files].map(([path, file]) => ({ ...file, path: `${name}/${path}` })) };
}

async function bytesBelow(files: ReadonlyMap<string, SourceFile>, folder: string): Promise<PackageFiles> {
  const inside = new Map<string, Uint8Array>();
  for (const [path, source] of below(files, folder)) inside.set(path, await bytesOf(source));
  return inside;
}

/** Where there are several packages, an error says in which. */
async function within(root: string, read: (name: string) => Promise<Problem>): Promise<Problem> {
  const name = root.slice(0, -1);
  try {
    return await read(name.slice(name.lastIndexOf('/') + 1));
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    throw new ImportError({ file: `${name}: ${error.file}`, field: error.field, reason: error.reason });
  }
}

/** The folder that all paths have in common. */
function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.slice(0, path.lastIndexOf('/') + 1));
  let common = folders[0] ?? '';
  while (!folders.every((folder) => folder.startsWith(common))) {
    common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1);
  }
  return common;
}
