/** How prompts and fences name the languages that programs may be written in. */
export const LANGUAGE_NAMES: Record<string, string> = { python: 'Python', javascript: 'JavaScript' };

export const languageName = (language: string): string => LANGUAGE_NAMES[language] ?? language;
