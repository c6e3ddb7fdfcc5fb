import type { Language } from './program.ts';

/** A language as the sandbox itself sees it. */
export interface SandboxLanguage extends Language {
  /** Whether one worker may run test after test of a submission; otherwise each test gets a new one. */
  sharesWorker: boolean;
}

/**
 * The language table: a new language is an entry here and a folder of `workers/sandbox/` with its worker.
 * Factors: CPython in WebAssembly takes 2.7 to 3.3 times its native run, measured in Chromium; V8 in a worker is V8.
 */
export const LANGUAGES: readonly SandboxLanguage[] = [
  { id: 'python', label: 'Python 3', extensions: ['.py'], timeFactor: 4, sharesWorker: true },
  {
    id: 'javascript',
    label: 'JavaScript',
    extensions: ['.js', '.mjs', '.cjs'],
    timeFactor: 2,
    sharesWorker: false,
  },
];

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
