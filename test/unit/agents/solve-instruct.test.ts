import { afterAll, expect, test } from 'vitest';
import type { SolveEvent } from '../../../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { solve } from '../../../src/agents/solve.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { gradeHidden } from '../../../src/judge/grade.ts';
import { openProblem } from '../../../src/judge/problem.ts';
import type { Engine } from '../../../src/llm/engine.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { writePython } from '../../../src/studio/family/python.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';
import { oracleEngine } from './oracle-engine.ts';

const runner = createNodeRunner();
const judge = createJudge(runner);
afterAll(() => runner.dispose());

const made = familyProblem(11, 0, 'test');
const problem = await toProblem(made, 'test');
const signal = new AbortController().signal;

/** A solve by a model without packs that says what `say` gives for a role, and the wanted program where it is silent. */
async function run(say: (id: string) => string | undefined, contextLength = 8192, thoughts = '') {
  const fallback = `Here you go:\n<code>\n${writePython(made.spec)}`;
  const { engine, asked } = oracleEngine(made, ({ id }) => say(id) ?? fallback);
  const info = { ...engine.info, packs: [], contextLength, thinks: thoughts !== '' };
  const bare = { ...engine, info, submit: thinkingFirst(engine, thoughts) };
  const events: SolveEvent[] = [];
  const options = { ...DEFAULT_OPTIONS, earlyStop: false, programsPerPlan: 1, direct: 1 };
  const grade = (submission: { language: string; source: string }) =>
    gradeHidden(problem, judge, submission, signal);
  const context = { engine: bare, judge, grade, options, run: 'r', signal, now: () => 0 };
  for await (const event of solve(openProblem(problem), context)) if (!('live' in event)) events.push(event);
  return { events, asked };
}

/** What `engine` answers, with the same thoughts before each answer that may have some. */
const thinkingFirst = ({ submit }: Pick<Engine, 'submit'>, text: string): Engine['submit'] =>
  async function* (requests, signal) {
    for (const { id: request, thinking } of requests)
      if (thinking) yield { type: 'token', request, channel: 'thinking', text, tokens: [7] };
    yield* submit(requests, signal);
  };

const promptOf = (asked: { prompt: unknown }[], i: number) => JSON.stringify(asked[i]!.prompt);

test('a model without packs recalls k problems, plans with each, and codes the surest plan first', async () => {
  const sure = ['low', '90', '0.4'];
  const { events, asked } = await run((id) => {
    if (id.startsWith('retriever'))
      return [1, 2, 3]
        .map((i) => `**Similar:** S${i}\n**Technique:** T${i}\n**Tutorial:** U${i}`)
        .join('\n\n');
    const plan = id.match(/^planner\/0\/(\d)/)?.[1];
    return plan && `1. Plan number ${plan}.\nConfidence: ${sure[Number(plan)]}`;
  });
  expect(promptOf(asked, 0)).toContain('Recall 3 different problems');
  expect([1, 2, 3].map((i) => promptOf(asked, i).match(/Technique: (T\d)/)?.[1])).toEqual(['T1', 'T2', 'T3']);
  expect([4, 5, 6].map((i) => promptOf(asked, i).match(/Plan number (\d)/)?.[1])).toEqual(['1', '2', '0']);
  expect(events.find(({ type }) => type === 'chosen')).toMatchObject({ candidate: 0 });
  expect(events.filter(({ type }) => type === 'judged')).toMatchObject([
    { candidate: { id: 0, plan: 1 } },
    { candidate: { id: 1, plan: 2 } },
    { candidate: { id: 2, plan: 0 } },
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'ended', how: 'solved' });
});

test('answers that cannot be read are counted, and end nothing', async () => {
  const { events } = await run(() => 'I am not able to help with that.');
  const answers = events.filter((event) => event.type === 'answered');
  // The retriever's, three plans and the program without a plan.
  expect(answers).toHaveLength(5);
  expect(answers.every(({ formatFailure }) => formatFailure !== null)).toBe(true);
  expect(events.at(-1)).toMatchObject({ type: 'ended', how: 'gave up' });
});

test('a model that thinks is let before every answer; its thoughts are told, and are in no later prompt', async () => {
  const thoughts = '1. Plan: print 42, ```print(42)```';
  const { events, asked } = await run(() => undefined, 8192, thoughts);
  expect(new Set(asked.map(({ thinking }) => thinking?.maxTokens))).toEqual(
    new Set([DEFAULT_OPTIONS.thinking]),
  );
  const answers = events.filter((event) => event.type === 'answered');
  for (const { text, thinking } of answers) {
    expect(thinking).toBe(thoughts);
    expect(text).not.toContain('42');
  }
  expect(JSON.stringify(asked)).not.toContain('print(42)');
  const quiet = await run(() => undefined);
  expect(quiet.asked.filter(({ thinking }) => thinking)).toEqual([]);
  expect(quiet.events.filter((event) => 'thinking' in event)).toEqual([]);
});

test('what a prompt left out to fit the context is in the events', async () => {
  const { events } = await run(
    (id) =>
      id.startsWith('planner')
        ? '1. Read.'
        : id.startsWith('retriever')
          ? 'Technique: sorting\nTutorial: '.padEnd(900, 'long ')
          : undefined,
    512,
  );
  const planned = events.find((event) => event.type === 'requested' && event.role === 'planner');
  expect(planned).toMatchObject({ dropped: expect.arrayContaining(['the tutorial']) });
});
