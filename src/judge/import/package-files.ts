import { ImportError } from './import-error.ts';

/** The files of a problem package: path with `/` → bytes. */
export type PackageFiles = ReadonlyMap<string, Uint8Array>;

/**
 * A package's files with safe, relative names, without the folder that an archive wraps them in. `marker` is the
 * file that stands at the package's root. Names that would leave the package are refused.
 */
export function packageFiles(
  name: string,
  files: Iterable<[string, Uint8Array]>,
  marker: string,
): PackageFiles {
  const safe = new Map<string, Uint8Array>();
  for (const [path, bytes] of files) safe.set(safeName(name, path), bytes);
  const root = rootsOf([...safe.keys()], [marker])[0];
  if (root === undefined) {
    throw new ImportError({ file: name, reason: `has no ${marker}, so it is no problem package.` });
  }
  return below(safe, root);
}

/** The folders (`''`, `a/b/`) that hold one of the markers and lie in no other such folder; the highest first. */
export function rootsOf(paths: readonly string[], markers: readonly string[]): string[] {
  const folders = paths.flatMap((path) => {
    const at = path.lastIndexOf('/') + 1;
    return markers.includes(path.slice(at)) ? [path.slice(0, at)] : [];
  });
  const roots: string[] = [];
  for (const folder of folders.sort(
    (a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1),
  )) {
    if (!roots.some((root) => folder.startsWith(root))) roots.push(folder);
  }
  return roots;
}

/** The entries below a folder, named from there. */
export function below<T>(entries: ReadonlyMap<string, T>, folder: string): Map<string, T> {
  return new Map(
    [...entries]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, entry]) => [path.slice(folder.length), entry]),
  );
}

/** A path with `/` and without `.`; ImportError if it is absolute or leads outside. */
export function safeName(file: string, path: string): string {
  const parts = path.replaceAll('\\', '/').split('/');
  const unsafe = parts.some((part) => part === '..' || part.includes('\0')) || /^(\/|[A-Za-z]:)/.test(path);
  if (unsafe) throw new ImportError({ file, field: path, reason: 'the name leads outside of the package.' });
  return parts.filter((part) => part !== '' && part !== '.').join('/');
}

/** A file as UTF-8 text with Unix line ends, or an ImportError. */
export function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    throw new ImportError({ file: path, reason: 'is not UTF-8 text; convert it and import again.' });
  }
}

/** A program's source as text, or null where it is none: an author's folder of solutions may hold anything. */
export function sourceText(bytes: Uint8Array): string | null {
  try {
    return textOf('', bytes);
  } catch {
    return null;
  }
}
