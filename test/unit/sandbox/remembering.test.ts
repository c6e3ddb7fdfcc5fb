import { expect, test } from 'vitest';
import { languageOf } from '../../../src/sandbox/languages.ts';
import type { Program } from '../../../src/sandbox/program.ts';
import { remembering } from '../../../src/sandbox/remembering.ts';
import { translateHere } from '../../../src/sandbox/translator.ts';

const signal = new AbortController().signal;
const typescript = languageOf('typescript');

/** TypeScript's own translator, with the sources that it was asked for. */
function counted() {
  const asked: string[] = [];
  const inner = translateHere();
  const translator = remembering({
    ...inner,
    translate(language, program, until) {
      asked.push(program.source);
      return inner.translate(language, program, until);
    },
  });
  const translate = (source: string, rest: Partial<Program> = {}) =>
    translator.translate(typescript, { language: 'typescript', source, ...rest }, signal);
  return { asked, translate };
}

test('a program is translated once, and gets the same each time', async () => {
  const { asked, translate } = counted();
  const first = await translate('const a: number = 1;');
  expect(first).toMatchObject({ ok: true, source: expect.stringContaining('const a = 1;') });
  expect(await translate('const a: number = 1;')).toEqual(first);
  expect(asked).toHaveLength(1);
});

test('one with other files beside it, or with an error, is translated again', async () => {
  const { asked, translate } = counted();
  await translate('let a;', { files: { 'a.h': '1' } });
  await translate('let a;', { files: { 'a.h': '2' } });
  await translate('let a;', { files: { 'a.h': '1' } });
  expect(asked).toHaveLength(2);
  for (let i = 0; i < 2; i++) expect(await translate('let a = (')).toMatchObject({ ok: false });
  expect(asked).toHaveLength(4);
});

test('the latest few are kept, and those that are asked for again', async () => {
  const { asked, translate } = counted();
  await translate('let kept;');
  for (let n = 0; n < 30; n++) {
    await translate(`let a${n};`);
    await translate('let kept;');
  }
  expect(asked.filter((source) => source === 'let kept;')).toHaveLength(1);
  await translate('let a0;');
  expect(asked.filter((source) => source === 'let a0;')).toHaveLength(2);
});
