import type { Asset } from '../../problem.ts';
import { ImportError } from '../import-error.ts';
import { type PackageFiles, textOf } from '../package-files.ts';
import { assetsBelow, latexOf } from '../statement-assets.ts';

const STATEMENT = /^(problem_statement|statement)\/problem(?:\.([a-zA-Z-]+))?\.(md|tex|pdf)$/;

export interface Statement {
  statement: string;
  assets: Asset[];
  /** The title that a LaTeX statement names. */
  title: string | null;
}

interface Candidate {
  path: string;
  folder: string;
  language: string;
  form: string;
}

/**
 * The statement in Markdown, in English if there is one, with the images that stand beside it. In one language
 * Markdown comes before LaTeX, which is converted; a PDF cannot be shown or solved from, and is refused.
 */
export function statementOf(name: string, files: PackageFiles): Statement {
  const candidates = [...files.keys()].sort().flatMap((path): Candidate[] => {
    const [, folder, language = 'en', form = ''] = STATEMENT.exec(path) ?? [];
    return folder ? [{ path, folder: `${folder}/`, language, form }] : [];
  });
  const texts = candidates.filter(({ form }) => form !== 'pdf').sort((a, b) => (a.form < b.form ? -1 : 1));
  const chosen = texts.find(({ language }) => /^en\b/.test(language)) ?? texts[0];
  if (!chosen) throw noText(name, candidates[0]?.path);
  const assets = assetsBelow(files, chosen.folder);
  const bytes = files.get(chosen.path)!;
  // The samples stand after the statement, wherever it asks for them.
  const asking = /\{\{(?:nextsample|remainingsamples)\}\}/g;
  if (chosen.form === 'md') {
    return { statement: textOf(chosen.path, bytes).replace(asking, '').trim(), assets, title: null };
  }
  const { markdown, title } = latexOf(chosen.path, bytes, assets);
  return { statement: markdown, assets, title };
}

function noText(name: string, pdf: string | undefined): ImportError {
  if (pdf) {
    const reason = 'the statement is a PDF only; put a problem.en.md with its text in Markdown beside it.';
    return new ImportError({ file: pdf, reason });
  }
  return new ImportError({
    file: name,
    reason: 'has no statement; it should be problem_statement/problem.en.md.',
  });
}
