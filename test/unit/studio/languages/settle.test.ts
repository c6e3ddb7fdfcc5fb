import { expect, test } from 'vitest';
import type { Ran, Solution, TestInput } from '../../../../src/studio/agents/events.ts';
import { settle, type Tested } from '../../../../src/studio/agents/settle.ts';

const input = (id: string, origin: TestInput['origin'], claim: string | null = null): TestInput => ({
  ...{ id, input: `${id}\n`, claim, origin },
});
const INPUTS = [input('s', 'sample', '1'), input('t', 'test'), input('g', 'generated')];

/** A program that prints these on s, t and g; null stops. */
const program = (id: number, language: string, ...printed: (string | null)[]): Tested => {
  const solution: Solution = {
    id,
    language,
    source: `${id}`,
    plan: { steps: [] },
    by: 'agent',
    parent: null,
  };
  const runs = printed.map(
    (one, i): Ran => ({ id: INPUTS[i]!.id, printed: one, fault: one === null ? 'RE' : '' }),
  );
  return { solution, runs };
};
const kept = (...all: Tested[]) => settle(INPUTS, all).kept.map(({ id }) => id);
const causes = (...all: Tested[]) =>
  settle(INPUTS, all).failed.map(({ solution, cause }) => [solution.id, cause]);

test('programs of two languages that print the same are kept, spaces aside', () => {
  expect(kept(program(0, 'lua', '1', '2 3', '4'), program(1, 'c', '1\n', '2  3\n', '4'))).toEqual([0, 1]);
});

test('one that leaves the others on a generated input alone is dropped with that input', () => {
  const all = [
    program(0, 'lua', '1', '2', '4'),
    program(1, 'c', '1', '2', '4'),
    program(2, 'ruby', '1', '2', '5'),
  ];
  expect(kept(...all)).toEqual([0, 1]);
  expect(settle(INPUTS, all).failed).toMatchObject([
    { solution: { id: 2 }, cause: 'disagrees', run: { input: 'g\n', expected: '4', actual: '5' } },
  ]);
});

test('a generated input on which no two languages agree says nothing, one of the author’s does', () => {
  expect(kept(program(0, 'lua', '1', '2', '4'), program(1, 'c', '1', '2', null))).toEqual([0, 1]);
  expect(kept(program(0, 'lua', '1', '2', '4'), program(1, 'c', '1', '3', '4'))).toEqual([]);
});

test('two languages against two are believed neither', () => {
  const all = [
    ['lua', '2'],
    ['c', '2'],
    ['ruby', '3'],
    ['cpp', '3'],
  ].map(([language, said], i) => program(i, language!, '1', said!, '4'));
  expect(kept(...all)).toEqual([]);
  expect(causes(...all)).toEqual([0, 1, 2, 3].map((id) => [id, 'disagrees']));
});

test('an agent that repeats its mistake does not outvote another language', () => {
  const twice = [program(0, 'lua', '1', '9', '4'), program(1, 'lua', '1', '9', '4')];
  expect(kept(...twice, program(2, 'c', '1', '2', '4'))).toEqual([]);
});

test('an author’s claim is overruled by two languages, and by one alone it is not', () => {
  const { overruled, tests } = settle(INPUTS, [
    program(0, 'lua', '7', '2', '4'),
    program(1, 'c', '7', '2', '4'),
  ]);
  expect(overruled).toBe(true);
  expect(tests[0]).toEqual({ input: 's\n', output: '7\n', origin: 'sample' });
  expect(causes(program(0, 'lua', '7', '2', '4'), program(1, 'lua', '7', '2', '4'))).toEqual([
    [0, 'fails a sample'],
    [1, 'fails a sample'],
  ]);
});

test('where all are of one language the largest group that prints what is claimed is kept', () => {
  const all = [
    program(0, 'lua', '1', '2', '4'),
    program(1, 'lua', '1', '2', '4'),
    program(2, 'lua', '1', '3', '4'),
  ];
  expect(kept(...all)).toEqual([0, 1]);
  expect(causes(...all)).toEqual([[2, 'disagrees']]);
});

test('a program that stops is dropped with what stopped it, and takes the only other one along', () => {
  expect(causes(program(0, 'lua', '1', '2', '4'), program(1, 'c', '1', null, '4'))).toEqual([
    [0, 'disagrees'],
    [1, 'stops'],
  ]);
});
