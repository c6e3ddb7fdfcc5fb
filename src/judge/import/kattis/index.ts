import { createProblem, DEFAULT_LIMITS } from '../../create.ts';
import type { Limits, Problem } from '../../problem.ts';
import { type PackageFiles, packageFiles, textOf } from '../package-files.ts';
import type { Reader } from '../reader.ts';
import { SCORING_NOTE } from '../scoring-note.ts';
import { refuseAdditions, withConstants } from './constants.ts';
import { interactionsOf } from './interactions.ts';
import { readMetadata, scores, titleOf } from './metadata.ts';
import { statementOf } from './statement.ts';
import { referencesOf } from './submissions.ts';
import { testsOf } from './tests.ts';
import { validationOf } from './validator.ts';

const MiB = 1024 * 1024;

/** What the format gives a problem that names no limits. */
const KATTIS_MEMORY_MIB = 2048;
const KATTIS_OUTPUT_MIB = 8;

export interface KattisOptions {
  /** `unread`: for judging alone, where a package without a statement in Markdown will do; it is left empty. */
  statement?: 'needed' | 'unread';
}

/**
 * A problem from a Kattis package (problem package format, legacy and 2025-09), given as its files: sample and
 * secret data, the default validator or the package's own with its arguments, the statement in Markdown or LaTeX. A
 * statement in PDF alone is refused; a problem that gives points becomes pass or fail.
 * `name` is the folder or archive.
 */
export async function importKattis(
  name: string,
  entries: Iterable<[string, Uint8Array]>,
  { statement = 'needed' }: KattisOptions = {},
): Promise<Problem> {
  const written = packageFiles(name, entries, 'problem.yaml');
  const yaml = readMetadata(written);
  refuseAdditions(written);
  const files = withConstants(yaml, written);
  const tests = testsOf(name, files);
  const text = statement === 'needed' ? statementOf(name, files) : { statement: '', assets: [], title: null };
  const note = scores(yaml) && text.statement ? `\n\n${SCORING_NOTE}` : '';
  return createProblem({
    title: titleOf(yaml, text.title, name),
    statement: text.statement + (text.statement && interactionsOf(files)) + note,
    assets: text.assets,
    limits: limitsOf(yaml, files),
    ...validationOf(name, yaml, files, tests),
    references: referencesOf(files),
    source: sourceOf(yaml, name),
    tags: tagsOf(yaml.at('keywords')),
  });
}

/** A list (2025-09), or words in one text (legacy). */
function tagsOf(keywords: Reader): string[] {
  if (keywords.missing) return [];
  if (Array.isArray(keywords.value)) return keywords.items().map((keyword) => keyword.name());
  return String(keywords.value)
    .split(/[\s,]+/)
    .filter(Boolean);
}

function limitsOf(yaml: Reader, files: PackageFiles): Limits {
  const limits = yaml.at('limits');
  const read = (key: string, max: number): number | null => {
    const field = limits.missing ? null : limits.at(key);
    return !field || field.missing ? null : field.number(0.001, max);
  };
  const measured = files.get('.timelimit');
  const seconds = read('time_limit', 3600) ?? (measured ? Number(textOf('.timelimit', measured)) : null);
  return {
    timeMs: seconds && seconds > 0 ? Math.ceil(seconds * 1000) : DEFAULT_LIMITS.timeMs,
    memoryBytes: (read('memory', 2 ** 20) ?? KATTIS_MEMORY_MIB) * MiB,
    outputBytes: (read('output', 4096) ?? KATTIS_OUTPUT_MIB) * MiB,
  };
}

/** One source or several, each a name or a name with an address; the package's own name where there is none. */
function sourceOf(yaml: Reader, name: string): string {
  const source = yaml.at('source');
  if (source.missing) return name;
  const sources = Array.isArray(source.value) ? source.items() : [source];
  const words = sources.map((one) => {
    if (typeof one.value === 'string') return one.value;
    const url = one.at('url');
    return url.missing ? one.at('name').name() : `${one.at('name').name()}, ${url.text()}`;
  });
  return words.filter(Boolean).join('; ') || name;
}
