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

/** The languages that packs have learned to write which say nothing of them. */
export const TAUGHT_LANGUAGES: readonly string[] = ['python'];
