import { expect, test } from 'vitest';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { exportRows } from '../../../src/studio/export.ts';
import { familyProblems } from '../../../src/studio/family/problems.ts';
import { madeSteps } from '../../../src/studio/jobs/made.ts';
import { DEFAULTS, totalOf } from '../../../src/studio/jobs/settings.ts';
import { add, linesOf, NOTHING_DONE, type Step } from '../../../src/studio/jobs/tally.ts';
import { taughtSteps } from '../../../src/studio/jobs/taught.ts';
import { oracleTeacher } from '../../../src/studio/teachers/oracle-teacher.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const { signal } = new AbortController();

async function allOf(steps: AsyncIterable<Step>): Promise<Step[]> {
  const all: Step[] = [];
  for await (const step of steps) all.push(step);
  return all;
}

const rowsOf = (steps: Step[]) => steps.flatMap(({ rows }) => rows);

test('a job that asks nobody gives the rows of the command line, wherever it was interrupted', async () => {
  const settings = { ...DEFAULTS.export, seed: 8, base: 5, role: 3 };
  const whole = [...exportRows(8, { base: 5, role: 3 })].map(({ file, row }) => ({ file, row }));
  expect(rowsOf(await allOf(madeSteps(settings, 0, signal)))).toEqual(whole);
  for (const from of [3, 9, whole.length])
    expect(rowsOf(await allOf(madeSteps(settings, from, signal)))).toEqual(whole.slice(from));
  expect(totalOf(settings)).toBe(whole.length);
});

test('a stop is heard between two steps', async () => {
  const controller = new AbortController();
  const steps = madeSteps({ ...DEFAULTS.family, count: 10_000 }, 0, controller.signal);
  expect((await steps.next()).done).toBe(false);
  controller.abort(new Error('enough'));
  await expect(steps.next()).rejects.toThrow('enough');
});

/** Distils problems `from` to 5 of a seed, in a language that starts at once. */
async function distilled(from: number): Promise<Step[]> {
  const runner = createNodeRunner();
  const teacher = oracleTeacher('lua', { retriever: 0, planner: 0.4, coder: 0.4, debugger: 0.4 });
  const settings = { ...DEFAULTS.distill, seed: 3, count: 5, language: 'lua' };
  const problems = familyProblems(settings.seed, 'train', from, settings.count);
  const judge = createJudge(runner);
  try {
    return await allOf(taughtSteps(settings, { judge, teacher, student: teacher, problems, signal }, from));
  } finally {
    runner.dispose();
  }
}

test('a distillation that was stopped goes on to the same rows, and says of every problem what became of it', async () => {
  const [whole, later] = [await distilled(0), await distilled(2)];
  expect(later).toEqual(whole.slice(2));
  const outcomes = rowsOf(whole).filter(({ file }) => file === 'outcomes');
  expect(outcomes.map(({ row }) => (row as { index: number }).index)).toEqual([0, 1, 2, 3, 4]);
  const tally = whole.reduce(add, NOTHING_DONE);
  const drops = Object.values(tally.dropped).reduce((sum, one) => sum + one, 0);
  expect(tally).toMatchObject({ steps: 5, done: 5, kept: 5 - drops });
  expect(drops).toBeGreaterThan(0);
  expect(tally.kept).toBeGreaterThan(0);
});

test('what each problem took is added up', () => {
  const spent = { requests: 2, promptTokens: 30, completionTokens: 4, cost: 0.5 };
  const step: Step = {
    rows: [],
    done: 1,
    kept: 0,
    dropped: ['a hidden test fails'],
    formatFailures: 1,
    spent,
  };
  const twice = [step, step].reduce(add, NOTHING_DONE);
  expect(twice.spent).toEqual({ requests: 4, promptTokens: 60, completionTokens: 8, cost: 1 });
  expect(twice).toMatchObject({
    steps: 2,
    done: 2,
    formatFailures: 2,
    dropped: { 'a hidden test fails': 2 },
  });
});

test('a step’s rows are JSON lines, by file', () => {
  const rows = [
    { file: 'coder', row: { a: 1 } },
    { file: 'planner', row: { b: 2 } },
    { file: 'coder', row: { c: 3 } },
  ];
  const step: Step = { rows, done: 3, kept: 3, dropped: [], formatFailures: 0, spent: null };
  expect(linesOf(step)).toEqual({ coder: '{"a":1}\n{"c":3}\n', planner: '{"b":2}\n' });
});
