import type { Asset } from '../../problem.ts';
import { ImportError } from '../import-error.ts';
import type { PackageFiles } from '../package-files.ts';
import { assetsBelow, latexOf } from '../statement-assets.ts';

/** The parts of a statement below `statement-sections/LANGUAGE/`, and the headings that they stand under. */
const SECTIONS: [file: string, heading: string][] = [
  ['legend', ''],
  ['input', 'Input'],
  ['output', 'Output'],
  ['interaction', 'Interaction'],
  ['scoring', 'Scoring'],
  ['notes', 'Notes'],
];

/**
 * The statement in Markdown, in English if there is one: from its sections, or from the whole `problem.tex` of
 * older packages. A package with a PDF only is refused.
 */
export function polygonStatement(
  name: string,
  files: PackageFiles,
): { statement: string; assets: Asset[]; title: string | null } {
  const sections = folderOf(files, /^(statement-sections\/([^/]+)\/)legend\.tex$/);
  if (sections) {
    const assets = assetsBelow(files, sections);
    const parts = SECTIONS.flatMap(([file, heading]) => {
      const path = `${sections}${file}.tex`;
      const bytes = files.get(path);
      const text = bytes ? latexOf(path, bytes, assets).markdown : '';
      return text ? [heading ? `## ${heading}\n\n${text}` : text] : [];
    });
    return { statement: parts.join('\n\n'), assets, title: null };
  }
  const whole = folderOf(files, /^(statements\/([^/.]+)\/)problem\.tex$/);
  if (whole) {
    const assets = assetsBelow(files, whole);
    const path = `${whole}problem.tex`;
    const { markdown, title } = latexOf(path, files.get(path)!, assets);
    return { statement: markdown, assets, title };
  }
  const pdf = [...files.keys()].find((path) => path.startsWith('statements/') && path.endsWith('.pdf'));
  if (pdf) throw new ImportError({ file: pdf, reason: 'the statement is a PDF only, which cannot be read.' });
  const reason = 'has no statement; it should be statement-sections/english/legend.tex.';
  throw new ImportError({ file: name, reason });
}

function folderOf(files: PackageFiles, pattern: RegExp): string | undefined {
  const found = [...files.keys()].sort().flatMap((path) => {
    const match = pattern.exec(path);
    return match ? [{ folder: match[1]!, language: match[2] }] : [];
  });
  return (found.find(({ language }) => language === 'english') ?? found[0])?.folder;
}
