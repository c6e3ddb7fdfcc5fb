/** The languages that programs may be written in. Plain data: the judge, the page and the tools read it. */
export interface Language {
  id: string;
  /** For people. */
  label: string;
  /** With the dot; the first is the usual one. */
  extensions: readonly string[];
  /** What a problem's time limit is multiplied by, for what the sandbox costs against a native run. */
  timeFactor: number;
  /** Whether one worker may run test after test of a submission; otherwise each test gets a new one. */
  sharesWorker: boolean;
}

// Factors: CPython in WebAssembly takes 2.7 to 3.3 times its native run; V8 in a worker is V8 (measured in Chromium).
export const LANGUAGES: readonly Language[] = [
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
export function languageOf(id: string): Language {
  const language = LANGUAGES.find((one) => one.id === id);
  if (!language) throw new UnknownLanguageError(`“${id}”`);
  return language;
}

/** The language that a file is written in by its name's ending, or UnknownLanguageError. */
export function languageOfFile(name: string): Language {
  const language = LANGUAGES.find((one) => one.extensions.some((extension) => name.endsWith(extension)));
  if (!language) throw new UnknownLanguageError(`the file ${name}`);
  return language;
}
