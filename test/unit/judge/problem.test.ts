import { expect, test } from 'vitest';
import { canonicalJson } from '../../../src/judge/canonical.ts';
import { createProblem, type ProblemDraft, samplesOf } from '../../../src/judge/create.ts';
import { openProblem } from '../../../src/judge/problem.ts';

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
