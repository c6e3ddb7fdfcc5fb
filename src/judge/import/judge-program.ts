import type { JudgeProgram } from '../problem.ts';
import { ImportError } from './import-error.ts';
import { type PackageFiles, sourceText } from './package-files.ts';

/** Languages by the endings of their files, under the ids of the sandbox's table. */
const LANGUAGES = new Map<string, string>(
  Object.entries({
    ...{ py: 'python', py3: 'python', js: 'javascript', mjs: 'javascript', cjs: 'javascript' },
    ...{ ts: 'typescript', mts: 'typescript', cts: 'typescript', lua: 'lua', rb: 'ruby' },
    ...{ c: 'c', cc: 'cpp', cpp: 'cpp', cxx: 'cpp', 'c++': 'cpp', C: 'cpp' },
  }),
);

/** Languages whose programs are compiled from one file, with headers alone beside it. */
const COMPILED = new Set(['c', 'cpp']);

/** The names that tell a program's first file from its modules. */
const FIRST = /^(main|validate|validator|check|checker|interactor)$/i;

/** What tools leave behind in folders of sources. */
export const LEFT_OVER = /(?:^|\/)(?:__pycache__|\.[^/]*)(?:\/|$)/;

/** The language's id by a file's ending, or undefined; whether a sandbox runs it is for the judge to find out. */
export function languageOfSource(path: string): string | undefined {
  const ending = /\.([^./]+)$/.exec(path)?.[1] ?? '';
  return LANGUAGES.get(ending) ?? LANGUAGES.get(ending.toLowerCase());
}

/**
 * The program that a folder holds: its one source, or the one among several modules that is named as the first;
 * the other files stand beside it. ImportError for what cannot be run here.
 */
export function programIn(
  files: PackageFiles,
  folder: string,
): Pick<JudgeProgram, 'language' | 'source' | 'files'> {
  const paths = [...files.keys()].filter((path) => path.startsWith(folder) && !LEFT_OVER.test(path)).sort();
  const refuse = (file: string, reason: string): never => {
    throw new ImportError({ file, reason });
  };
  const script = paths.find((path) => /^(build|run)$/.test(path.slice(folder.length)));
  if (script) refuse(script, 'the program is built by a script, which cannot be run here.');
  const deeper = paths.find((path) => path.slice(folder.length).includes('/'));
  if (deeper) refuse(deeper, 'the program has files in a folder of its own; put them beside its source.');
  const sources = paths.filter((path) => languageOfSource(path));
  const [only] = sources;
  if (!only) {
    const known = [...LANGUAGES.keys()].map((ending) => `.${ending}`);
    refuse(
      paths[0] ?? folder,
      `the program is in no language that can be run here; its source should end in ${known.join(', ')}.`,
    );
  }
  const named = sources.filter((path) => FIRST.test(stemOf(path)));
  const first = sources.length === 1 ? only! : named.length === 1 ? named[0]! : null;
  if (!first)
    return refuse(
      folder,
      `has ${sources.length} sources, and none that is named as the first: main or validate.`,
    );
  const language = languageOfSource(first)!;
  if (COMPILED.has(language) && sources.length > 1)
    refuse(folder, `has ${sources.length} sources; only one can be compiled, with headers beside it.`);
  return programOf(
    files,
    first,
    paths.filter((path) => path !== first),
  );
}

/** The program with this source and these files beside it, each under its plain name. */
export function programOf(
  files: PackageFiles,
  path: string,
  beside: readonly string[],
): Pick<JudgeProgram, 'language' | 'source' | 'files'> {
  const language = languageOfSource(path);
  const source = sourceText(files.get(path) ?? new Uint8Array());
  if (!files.has(path)) throw new ImportError({ file: path, reason: 'is missing from the package.' });
  if (!language || source === null) {
    const reason = 'the program is in no language that can be run here.';
    throw new ImportError({ file: path, reason });
  }
  const texts = beside.flatMap((one): [string, string][] => {
    const text = sourceText(files.get(one)!);
    return text === null ? [] : [[one.slice(one.lastIndexOf('/') + 1), text]];
  });
  return { language, source, ...(texts.length > 0 ? { files: Object.fromEntries(texts) } : {}) };
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}
