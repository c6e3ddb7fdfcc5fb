import { expect, test } from 'vitest';
import { languageOfSource } from '../../../src/judge/import/judge-program.ts';
import { LANGUAGES } from '../../../src/sandbox/languages.ts';

test.each(LANGUAGES.flatMap(({ id, extensions }) => extensions.map((extension) => [extension, id] as const)))(
  'a judge program that ends in %s is imported as what the sandbox runs, %s',
  (extension, id) => {
    const language = LANGUAGES.find((one) => one.id === languageOfSource(`validate${extension}`));
    // Strict JavaScript and plain are told apart by the person who chooses, not by a name.
    expect(language?.id.replace('-strict', '')).toBe(id.replace('-strict', ''));
  },
);

test('an ending that is none of a language is in no language', () => {
  expect(['a', 'a.java', 'a.constructor', 'py'].map(languageOfSource)).toEqual(Array(4).fill(undefined));
});
