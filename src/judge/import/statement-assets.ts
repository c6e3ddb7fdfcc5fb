import type { Asset } from '../problem.ts';
import { toBase64 } from './base64.ts';
import { ImportError } from './import-error.ts';
import { convertLatex, TooDeepError } from './latex/convert.ts';
import { type PackageFiles, textOf } from './package-files.ts';

const IMAGES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};

/** The images below a folder (`statement/`), named by what follows the folder. */
export function assetsBelow(files: PackageFiles, folder: string): Asset[] {
  return [...files].flatMap(([path, bytes]) => {
    const mediaType = IMAGES[path.split('.').at(-1)!.toLowerCase()];
    if (!mediaType || !path.startsWith(folder)) return [];
    return [{ name: path.slice(folder.length), mediaType, base64: toBase64(bytes) }];
  });
}

/** A LaTeX file of a package as Markdown; its images are those among `assets`, with or without their ending. */
export function latexOf(path: string, bytes: Uint8Array, assets: readonly Asset[]) {
  const imageOf = (name: string): string | null => {
    const wanted = name.replace(/^\.\//, '');
    const named = assets.find(
      (asset) => asset.name === wanted || asset.name.replace(/\.\w+$/, '') === wanted,
    );
    return named?.name ?? null;
  };
  try {
    return convertLatex(textOf(path, bytes), imageOf);
  } catch (error) {
    if (error instanceof TooDeepError) throw new ImportError({ file: path, reason: error.message });
    throw error;
  }
}
