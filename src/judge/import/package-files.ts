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
  const roots = [...safe.keys()].filter((path) => path === marker || path.endsWith(`/${marker}`));
  const shortest = roots.sort((a, b) => a.split('/').length - b.split('/').length)[0];
  if (shortest === undefined) {
    throw new ImportError({ file: name, reason: `has no ${marker}, so it is no problem package.` });
  }
  const root = shortest.slice(0, -marker.length);
  return new Map(
    [...safe]
      .filter(([path]) => path.startsWith(root))
      .map(([path, bytes]) => [path.slice(root.length), bytes]),
  );
}

function safeName(file: string, path: string): string {
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
