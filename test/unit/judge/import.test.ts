import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { importFile } from '../../../src/judge/import/index.ts';
import { importPaste } from '../../../src/judge/import/paste.ts';
import type { Problem } from '../../../src/judge/problem.ts';
import { readProblemFile } from '../../../tools/problem-file.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): Promise<Problem[]> => importFile('problem.json', bytes(JSON.stringify(value)));

describe('plain paste', () => {
  const paste = { title: 'Sum', statement: 'Add two numbers.', samples: [{ input: '1 2', output: '3' }] };

  test('becomes a problem with its samples, line ends put right', async () => {
    const problem = await importPaste({ ...paste, samples: [{ input: '1\r\n2', output: '3' }] });
    expect(problem).toMatchObject({ title: 'Sum', statement: 'Add two numbers.', checker: { id: 'tokens' } });
    expect(problem.tests).toEqual([{ id: 'sample/1', input: '1\n2\n', answers: ['3\n'], origin: 'sample' }]);
  });

  test('says which field is missing', () => {
    expect(() => importPaste({ ...paste, title: ' ' })).toThrow('pasted problem, title: is empty; give');
    expect(() => importPaste({ ...paste, statement: '' })).toThrow('statement: is empty');
    expect(() => importPaste({ ...paste, samples: [] })).toThrow('samples: there is none');
    expect(() => importPaste({ ...paste, samples: [{ input: '1', output: '' }] })).toThrow(
      'samples[0].output: is empty',
    );
  });
});

describe('Competitive Companion', () => {
  const payload = {
    name: 'A. Watermelon',
    group: 'Codeforces - Beta Round 4',
    url: 'https://codeforces.example/4/A',
    interactive: false,
    memoryLimit: 64,
    timeLimit: 1000,
    tests: [{ input: '8\n', output: 'YES\n' }],
    testType: 'single',
    input: { type: 'stdin' },
    output: { type: 'stdout' },
    languages: { java: { mainClass: 'Main', taskClass: 'AWatermelon' } },
    batch: { id: '123e67c8-03c6-44a4-a3f9-5918533f9fb2', size: 1 },
  };

  test('becomes a problem with an empty statement, its limits and its samples', async () => {
    const [problem] = await json(payload);
    expect(problem).toMatchObject({
      title: 'A. Watermelon',
      statement: '',
      source: 'Codeforces - Beta Round 4, https://codeforces.example/4/A',
      limits: { timeMs: 1000, memoryBytes: 64 * 2 ** 20 },
      tests: [{ id: 'sample/1', input: '8\n', answers: ['YES\n'], origin: 'sample' }],
    });
  });

  test('both kinds of testType are judged alike', async () => {
    const [many] = await json({ ...payload, testType: 'multiNumber' });
    expect(many).toEqual((await json(payload))[0]);
  });

  test('input and output may be files with names', async () => {
    const files = { input: { type: 'file', fileName: 'a.in' }, output: { type: 'file', fileName: 'a.out' } };
    expect((await json({ ...payload, ...files }))[0]!.io).toEqual({
      kind: 'files',
      input: 'a.in',
      output: 'a.out',
    });
    expect((await json({ ...payload, input: files.input }))[0]!.io).toEqual({
      kind: 'files',
      input: 'a.in',
      output: '',
    });
    expect((await json({ ...payload, output: files.output }))[0]!.io).toEqual({
      kind: 'files',
      input: '',
      output: 'a.out',
    });
  });

  test('a batch is a list of them, and an error says which is at fault', async () => {
    const other = { ...payload, name: 'B. Next' };
    expect((await json([payload, other])).map(({ title }) => title)).toEqual(['A. Watermelon', 'B. Next']);
    await expect(json([payload, { ...other, tests: [] }])).rejects.toThrow(
      'problem.json, [1], tests: is empty',
    );
    await expect(json([])).rejects.toThrow('problem.json: has no problem in it.');
  });

  test.each([
    [{ interactive: true }, 'interactive: the problem is interactive'],
    [{ input: { type: 'file' } }, 'input.fileName: is missing; it should be text in quotes.'],
    [{ input: { type: 'file', fileName: '../in' } }, 'input.type: names the file “../in”'],
    [
      { input: { type: 'regex', pattern: 'a.*' } },
      'input.type: the program would read whichever file’s name matches “a.*”',
    ],
    [{ input: { type: 'pipe' } }, 'input.type: is "pipe"; it should be one of “stdin”, “file”, “regex”.'],
    [{ output: { type: 'file', fileName: 'a/b' } }, 'output.type: names the file “a/b”'],
    [{ output: { type: 'stderr' } }, 'output.type: is "stderr"; it should be one of “stdout”, “file”.'],
    [{ timeLimit: '1s' }, 'timeLimit: is "1s"; it should be a number from 1 to 3600000.'],
    [{ memoryLimit: undefined }, 'memoryLimit: is missing; it should be a number'],
    [{ tests: [] }, 'tests: is empty'],
    [{ tests: [{ input: '1' }] }, 'tests[0].output: is missing; it should be text in quotes.'],
    [{ name: '' }, 'name: is empty'],
    [{ url: 4 }, 'url: is 4; it should be text in quotes.'],
    [{ testType: 'many' }, 'testType: is "many"'],
  ])('refuses %j', async (change, message) => {
    await expect(json({ ...payload, ...change })).rejects.toThrow(`problem.json, ${message}`);
  });
});

describe('Problem JSON', () => {
  const problem = {
    title: 'Sum',
    statement: 'Add.',
    tests: [{ id: 'sample/1', input: '1 2\n', answers: ['3\n'], origin: 'sample' }],
  };

  test('what was exported comes back the same', async () => {
    const [first] = await json(problem);
    const [again] = await json(first);
    expect(again).toEqual(first);
  });

  test('JSON Lines hold one problem a line, and an error names its line', async () => {
    const two = `${JSON.stringify(problem)}\n\n${JSON.stringify({ ...problem, title: 'Other' })}\n`;
    expect((await importFile('family.jsonl', bytes(two))).map(({ title }) => title)).toEqual([
      'Sum',
      'Other',
    ]);
    const broken = importFile('family.jsonl', bytes(`${JSON.stringify(problem)}\n{"title": 3}`));
    await expect(broken).rejects.toThrow('family.jsonl, line 2, tests: is missing');
  });

  test.each([
    [{ tests: [] }, 'tests: is empty; a problem needs at least one test.'],
    [{ tests: [{ ...problem.tests[0], answers: [] }] }, 'tests[0].answers: is empty'],
    [{ tests: [{ ...problem.tests[0], origin: 'hidden' }] }, 'tests[0].origin: is "hidden"'],
    [{ tests: [problem.tests[0], problem.tests[0]] }, 'tests: has two tests with the id “sample/1”.'],
    [{ io: { kind: 'pipes' } }, 'io.kind: is "pipes"; it should be one of “stdin”, “files”, “call”.'],
    [{ io: { kind: 'files', input: 'a.in' } }, 'io.output: is missing'],
    [
      { io: { kind: 'files', input: '../a', output: '' } },
      'io: names the file “../a”; it should be a plain name',
    ],
    [{ io: { kind: 'files', input: '', output: '' } }, 'io: names no file; its kind should be “stdin”.'],
    [{ io: { kind: 'files', input: 'a', output: 'a' } }, 'io: names “a” for input and for output'],
    [{ io: { kind: 'call', fn: 'x()', starter: '' } }, 'io: is “x()”; it should be the name of a function.'],
    [{ checker: { id: 'none', config: {} } }, 'checker.id: The problem asks for the checker “none”'],
    [{ interactor: { language: 'cpp' } }, 'interactor.source: is missing'],
    [{ id: 'abc' }, 'id: should be 64 hex digits'],
    [{ limits: { timeMs: 0 } }, 'limits.timeMs: is 0'],
    [{ checker: { id: 'tokens', config: { a: [] } } }, 'checker.config.a: should be'],
  ])('refuses %j', async (change, message) => {
    await expect(json({ ...problem, ...change })).rejects.toThrow(`problem.json, ${message}`);
  });

  test('values nested deeper than a call stack are refused like any other', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    await expect(importFile('x.json', bytes(`{"title": ${deep}}`))).rejects.toThrow(
      'x.json, tests: is missing',
    );
    await expect(importFile('x.json', bytes(`{"title": ${deep}, "tests": ${deep}}`))).rejects.toThrow(
      'x.json, tests[0]: is a list; it should be an object with named fields.',
    );
    await expect(importFile('x.jsonl', bytes(deep))).rejects.toThrow(/^x\.jsonl/);
  });

  test('what is no problem at all is refused with what it should be', async () => {
    await expect(importFile('notes.txt', bytes('hello'))).rejects.toThrow(
      'notes.txt: is no problem that can be read',
    );
    await expect(importFile('x.json', bytes('{"a":'))).rejects.toThrow('x.json: is not JSON (');
    await expect(importFile('x.json', new Uint8Array([0x7b, 0xff]))).rejects.toThrow(
      'x.json: is not UTF-8 text',
    );
  });
});

describe('a zip archive', () => {
  const files = {
    'sum/problem.yaml': bytes('name: Sum'),
    'sum/problem_statement/problem.md': bytes('Add.'),
    'sum/data/sample/1.in': bytes('1 2\n'),
    'sum/data/sample/1.ans': bytes('3\n'),
  };

  test('is read as the Kattis package that it holds, below the folder that it wraps it in', async () => {
    const [problem] = await importFile('sum.zip', zipSync(files));
    expect(problem).toMatchObject({ title: 'Sum', statement: 'Add.', tests: [{ id: 'sample/1' }] });
  });

  test('names that lead out of it are refused', async () => {
    const archive = zipSync({ ...files, '../../evil': bytes('') });
    await expect(importFile('sum.zip', archive)).rejects.toThrow(
      'sum.zip, ../../evil: the name leads outside of the package.',
    );
  });

  test('a damaged one, and one that unpacks to more than fits, are refused', async () => {
    await expect(importFile('sum.zip', bytes('PK\u0003\u0004 no'))).rejects.toThrow(
      'sum.zip: is not a zip archive',
    );
    const bomb = zipSync(files);
    // The size that the last entry of the archive's directory claims.
    const entry = Buffer.from(bomb).lastIndexOf('PK\u0001\u0002');
    new DataView(bomb.buffer).setUint32(entry + 24, 600 * 2 ** 20, true);
    await expect(importFile('bomb.zip', bomb)).rejects.toThrow('bomb.zip: is larger than 512 MiB unpacked.');
  });
});

test('the sample that the site brings is the package that the tests judge, as imported', async () => {
  const served = await readProblemFile('public/problems/how-far-apart.json');
  expect(served).toEqual(await readProblemFile('test/e2e/fixtures/how-far-apart'));
});
