import type { Asset } from '../../problem.ts';
import { toBase64 } from '../base64.ts';
import { ImportError } from '../import-error.ts';
import { type PackageFiles, textOf } from '../package-files.ts';

const FOLDER = /^(?:problem_statement|statement)\//;
const MARKDOWN = /\/problem(?:\.([a-zA-Z-]+))?\.md$/;
const IMAGES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  webp: 'image/webp',
};

/** The statement in Markdown, in English if there is one, with the images that stand beside it. */
export function statementOf(name: string, files: PackageFiles): { statement: string; assets: Asset[] } {
  const paths = [...files.keys()].filter((path) => FOLDER.test(path)).sort();
  const markdown = paths.filter((path) => MARKDOWN.test(path));
  const language = (path: string): string => MARKDOWN.exec(path)?.[1] ?? 'en';
  const chosen = markdown.find((path) => language(path).startsWith('en')) ?? markdown[0];
  if (chosen === undefined) throw noMarkdown(name, paths);
  const assets = paths.flatMap((path) => {
    const mediaType = IMAGES[path.split('.').at(-1)!.toLowerCase()];
    if (!mediaType) return [];
    return [{ name: path.replace(FOLDER, ''), mediaType, base64: toBase64(files.get(path)!) }];
  });
  return { statement: textOf(chosen, files.get(chosen)!).trim(), assets };
}

function noMarkdown(name: string, paths: string[]): ImportError {
  const latex = paths.find((path) => path.endsWith('.tex'));
  if (latex) {
    const reason = 'the statement is in LaTeX only; put a problem.en.md with its text in Markdown beside it.';
    return new ImportError({ file: latex, reason });
  }
  return new ImportError({
    file: name,
    reason: 'has no statement; it should be problem_statement/problem.en.md.',
  });
}
