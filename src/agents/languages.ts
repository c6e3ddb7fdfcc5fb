/** How prompts and fences name the languages that programs may be written in. */
export const LANGUAGE_NAMES: Record<string, string> = {
  python: 'Python',
  javascript: 'JavaScript',
  'javascript-strict': 'JavaScript',
  typescript: 'TypeScript',
  lua: 'Lua',
  ruby: 'Ruby',
  c: 'C',
  cpp: 'C++',
};

export const languageName = (language: string): string => LANGUAGE_NAMES[language] ?? language;

/** The languages that the roles' packs have learned to write. */
export const TAUGHT_LANGUAGES: readonly string[] = ['python'];
