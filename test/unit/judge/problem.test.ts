import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src/judge/canonical.ts';
import { createProblem, type ProblemDraft, samplesOf } from '../../../src/judge/create.ts';
import { openProblem, rulesOf } from '../../../src/judge/problem.ts';

const TALK = { language: 'python', source: '', protocol: 'kattis' as const };
const draft: ProblemDraft = {
  title: 'Sum',
  statement: 'Add.',
  tests: samplesOf([{ input: '1 2\n', output: '3\n' }]),
};

test('canonical JSON does not depend on the order in which fields were written', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: undefined })).toBe('{"b":[1,{"c":"é","d":null}]}');
});

test('the id hangs on title and statement; the revision on what a verdict depends on', async () => {
  const problem = await createProblem(draft);
  const retitled = await createProblem({ ...draft, title: 'Add' });
  const retested = await createProblem({ ...draft, tests: samplesOf([{ input: '2 2\n', output: '4\n' }]) });
  const relabelled = await createProblem({ ...draft, tags: ['easy'], source: 'here', rating: 800 });
  expect(problem.id).toMatch(/^[0-9a-f]{64}$/);
  expect(retitled.id).not.toBe(problem.id);
  expect(retitled.revision).toBe(problem.revision);
  expect(retested.id).toBe(problem.id);
  expect(retested.revision).not.toBe(problem.revision);
  expect([relabelled.id, relabelled.revision]).toEqual([problem.id, problem.revision]);
});

test('a problem that already has an id keeps it when its statement is filled in', async () => {
  const bare = await createProblem({ ...draft, statement: '' });
  const filled = await createProblem({ ...bare, statement: 'Add the two.' });
  expect(filled.id).toBe(bare.id);
});

test('the solve loop is given the samples and no hidden test, reference, tag, source or rating', async () => {
  const secret = { id: 'secret/1', input: '5 5\n', answers: ['10\n'], origin: 'secret' as const };
  const open = openProblem(await createProblem({ ...draft, tests: [...draft.tests, secret] }));
  expect(open.samples).toEqual(draft.tests);
  expect(Object.keys(open).sort()).toEqual([
    'checker',
    'id',
    'io',
    'limits',
    'revision',
    'samples',
    'statement',
    'title',
  ]);
});

describe('what a problem must keep to be judged', () => {
  const answer = { input: '', answers: ['1'], origin: 'sample' as const };
  test.each<[string, Partial<ProblemDraft>, string]>([
    [
      'two tests of one id',
      {
        tests: [
          { id: 'a', ...answer },
          { id: 'a', ...answer },
        ],
      },
      'tests[1].id is “a”',
    ],
    [
      'a test without an answer',
      { tests: [{ id: 'a', ...answer, answers: [] }] },
      'tests[0].answers is empty',
    ],
    ['no time', { limits: { timeMs: 0, memoryBytes: 1, outputBytes: 1 } }, 'limits.timeMs is 0'],
    ['a file in another folder', { io: { kind: 'files', input: '../a', output: '' } }, 'io.input is “../a”'],
    ['a hidden file', { io: { kind: 'files', input: '', output: '.a' } }, 'io.output is “.a”'],
    [
      'one file for both',
      { io: { kind: 'files', input: 'a', output: 'a' } },
      'io.output is “a”, the input file',
    ],
    ['a function’s name with more in it', { io: { kind: 'call', fn: 'f()', starter: '' } }, 'io.fn is “f()”'],
    ['a checker that is not there', { checker: { id: 'magic', config: {} } }, 'the checker “magic”'],
  ])('%s is refused', async (_what, change, message) => {
    await expect(createProblem({ ...draft, ...change })).rejects.toThrow(message);
  });
});

test('io is part of the id, and all that a verdict depends on is part of the revision', async () => {
  const plain = await createProblem(draft);
  const files = await createProblem({ ...draft, io: { kind: 'files', input: 'a.in', output: 'a.out' } });
  const interactive = await createProblem({ ...draft, interactor: TALK });
  expect(new Set([plain.id, files.id]).size).toBe(2);
  expect(interactive.id).toBe(plain.id);
  expect(new Set([plain.revision, files.revision, interactive.revision]).size).toBe(3);
});

test('hashes stay what they were when a problem could only use the standard streams', async () => {
  const { id, revision } = await createProblem(draft);
  expect([id.slice(0, 16), revision.slice(0, 16)]).toEqual(['4c34d9b31919bb2b', '021ee06c4de8ba7d']);
});

test('a problem whose function is called compares results as JSON unless it says otherwise', async () => {
  const problem = await createProblem({ ...draft, io: { kind: 'call', fn: 'f', starter: '' } });
  expect(problem.checker).toEqual({ id: 'json', config: {} });
});

test('the rules of a problem are what judging depends on beside its tests', async () => {
  expect(Object.keys(rulesOf(await createProblem(draft))).sort()).toEqual(['checker', 'io', 'limits']);
});

test('an interactive problem is opened to the solve loop with its interactor, which the judge needs', async () => {
  const problem = await createProblem({ ...draft, interactor: TALK });
  expect(openProblem(problem).interactor).toEqual(TALK);
  expect(rulesOf(openProblem(problem)).interactor).toEqual(TALK);
});

describe('judge programs of the problem’s own', () => {
  const checker = { id: 'program', config: {}, program: TALK };

  test('are part of the revision, with all that they are compiled beside', async () => {
    const revisions = [
      draft,
      { ...draft, checker },
      { ...draft, checker: { ...checker, program: { ...TALK, files: { 'a.h': '' } } } },
      { ...draft, checker: { ...checker, program: { ...TALK, args: ['1'] } } },
    ].map(async (one) => (await createProblem(one)).revision);
    expect(new Set(await Promise.all(revisions)).size).toBe(4);
  });

  test.each<[what: string, change: Partial<ProblemDraft>, message: string]>([
    [
      'a program under another id',
      { checker: { ...checker, id: 'tokens' } },
      'checker should have a program',
    ],
    ['the id without a program', { checker: { id: 'program', config: {} } }, 'checker should have a program'],
    [
      'a file in a folder',
      { checker: { ...checker, program: { ...TALK, files: { '../a.h': '' } } } },
      'checker.program.files has “../a.h”',
    ],
    [
      'an interactor beside files to be read',
      { interactor: TALK, io: { kind: 'files', input: 'a', output: '' } },
      'io.kind is “files”; an interactive problem talks on the standard streams',
    ],
  ])('%s is refused', async (_what, change, message) => {
    await expect(createProblem({ ...draft, ...change })).rejects.toThrow(message);
  });
});
