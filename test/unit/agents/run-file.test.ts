import { expect, test } from 'vitest';
import type { SolveEvent } from '../../../src/agents/events.ts';
import { isOfProblem, judgeAgain, judgingsOf, type Rejudged } from '../../../src/agents/judge-again.ts';
import { type RunFile, readRunFile } from '../../../src/agents/run-file.ts';
import { createProblem } from '../../../src/judge/create.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';
import { aRun } from '../../sample-run.ts';

const problem = await createProblem({
  title: 'Sum of the odd numbers',
  statement: 'Add them.',
  tests: [
    { id: 'sample/1', input: '', answers: ['1\n3\n'], origin: 'sample' },
    { id: 'secret/1', input: '', answers: ['1\n3\n'], origin: 'secret' },
    { id: 'secret/2', input: '', answers: ['1\n3\n'], origin: 'secret' },
  ],
});

/** The sample run as one of this problem, in a language that starts at once. */
const events: SolveEvent[] = aRun('run-1').map((event) => {
  if (event.type === 'started') return { ...event, problem: problem.id, revision: problem.revision };
  if (event.type !== 'judged') return event;
  const source = event.candidate.source.replaceAll('print', 'console.log');
  return { ...event, candidate: { ...event.candidate, language: 'javascript', source } };
});
const file: RunFile = { format: 'quartet-run', v: 1, problem, events };
const read = (value: unknown) => readRunFile('a.quartet.json', JSON.stringify(value));

/** The file with one event changed. */
const with_ = (index: number, change: object) => ({
  ...file,
  events: events.map((event, i) => (i === index ? { ...event, ...change } : event)),
});

test('a run that was exported is read back to the last letter', async () => {
  expect(await read(file)).toEqual(file);
});

test.each<[what: string, value: unknown, reason: string]>([
  ['another kind of JSON', { title: 'x' }, 'a.quartet.json: is no run; export one in History.'],
  ['a later version', { ...file, v: 2 }, 'a.quartet.json, v: is 2; this page reads version 1.'],
  ['a run without events', { ...file, events: [] }, 'events: is empty; a run begins with an event.'],
  ['one that does not begin', { ...file, events: events.slice(1) }, 'events[0].type: should be “started”.'],
  ['events out of order', with_(2, { seq: 1 }), 'events[2].seq: is 1; it should be a number from 2'],
  ['another run’s event', with_(2, { run: 'run-2' }), 'events[2].run: should be “run-1”, as in the first'],
  ['an unknown event', with_(2, { type: 'danced' }), 'events[2].type: is "danced"; it should be one of'],
  ['a verdict that there is not', with_(21, { verdict: 'OK' }), 'verdict: is "OK"; it should be one of'],
  ['a program that is no text', with_(14, { candidate: { id: 0 } }), 'candidate.plan: is missing'],
  ['another problem’s run', with_(0, { problem: 'p-2' }), 'events[0].problem: names another problem'],
  ['a broken problem', { ...file, problem: { title: 'x', tests: [] } }, 'problem.tests: is empty'],
])('%s is refused, and where it is wrong is said', async (_, value, reason) => {
  await expect(read(value)).rejects.toThrow(reason);
});

test('what is no JSON is refused in the parser’s words', async () => {
  await expect(readRunFile('a.json', '{"format"')).rejects.toThrow('a.json: is not JSON (');
});

async function judgedAgain(run: Pick<RunFile, 'problem' | 'events'>): Promise<Rejudged[]> {
  const runner = createNodeRunner();
  const all: Rejudged[] = [];
  try {
    const { signal } = new AbortController();
    for await (const one of judgeAgain(run, createJudge(runner), signal)) all.push(one);
  } finally {
    runner.dispose();
  }
  return all;
}

test('judged again, a run says for every program whether its verdicts are the same', async () => {
  const all = await judgedAgain(file);
  expect(all).toHaveLength(judgingsOf(events));
  expect(all.map(({ candidate, what, tests, differing }) => [candidate, what, tests, differing])).toEqual([
    [0, 'samples', 1, []],
    [1, 'samples', 1, []],
    [2, 'samples', 1, []],
    [2, 'grade', 2, []],
  ]);
  expect(isOfProblem(file)).toBe(true);
});

test('a verdict that is not as recorded is named with what it is now', async () => {
  const answers = ['4\n'];
  const tests = problem.tests.map((one) => (one.id === 'secret/2' ? { ...one, answers } : one));
  const changed = { problem: await createProblem({ ...problem, tests }), events };
  const differing = (await judgedAgain(changed)).flatMap((one) => one.differing);
  expect(differing.map(({ recorded, now }) => [now.id, recorded.verdict, now.verdict])).toEqual([
    ['secret/2', 'AC', 'WA'],
  ]);
  expect(isOfProblem(changed)).toBe(false);
});

test('a run without its problem cannot be judged again, and says why', async () => {
  await expect(judgedAgain({ problem: null, events })).rejects.toThrow('holds no problem');
});
