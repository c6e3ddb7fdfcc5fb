import { c, cpp } from '../../workers/sandbox/clang/language.ts';
import { javascript } from '../../workers/sandbox/javascript/language.ts';
import { javascriptStrict } from '../../workers/sandbox/javascript-strict/language.ts';
import { lua } from '../../workers/sandbox/lua/language.ts';
import { python } from '../../workers/sandbox/python/language.ts';
import { ruby } from '../../workers/sandbox/ruby/language.ts';
import { typescript } from '../../workers/sandbox/typescript/language.ts';
import type { SandboxLanguage } from './language.ts';

const ALL = [python, cpp, c, javascript, javascriptStrict, typescript, lua, ruby];

/** Those that a site is built with where it is not to have all: `VITE_LANGUAGES=python,cpp`. There is no such thing in Node. */
const chosen = import.meta.env?.['VITE_LANGUAGES'] as string | undefined;

/**
 * The language table: a new language is a folder of `workers/sandbox/` with its `language.ts`, `runtime.ts` and
 * `worker.ts`, and its line here and in runtimes.ts.
 */
export const LANGUAGES: readonly SandboxLanguage[] = chosen
  ? ALL.filter(({ id }) => chosen.split(',').includes(id))
  : ALL;

export class UnknownLanguageError extends Error {
  override name = 'UnknownLanguageError';
  constructor(what: string) {
    const known = LANGUAGES.map((language) => `${language.id} (${language.extensions.join(', ')})`).join(
      ', ',
    );
    super(`No sandbox runs ${what}; use one of: ${known}.`);
  }
}

/** The language with this id, or UnknownLanguageError. */
export function languageOf(id: string): SandboxLanguage {
  const language = LANGUAGES.find((one) => one.id === id);
  if (!language) throw new UnknownLanguageError(`“${id}”`);
  return language;
}

/** The language that a file is written in by its name's ending, or UnknownLanguageError. */
export function languageOfFile(name: string): SandboxLanguage {
  const language = LANGUAGES.find((one) => one.extensions.some((extension) => name.endsWith(extension)));
  if (!language) throw new UnknownLanguageError(`the file ${name}`);
  return language;
}
