import { expect, test } from 'vitest';
import { fitPrompt, roomFor } from '../../../src/agents/context-window.ts';
import { debuggerRole, planner } from '../../../src/agents/roles/index.ts';
import type { Prompt } from '../../../src/llm/engine.ts';

/** A token is a word here. */
const count = async (prompt: Prompt) => JSON.stringify(prompt).split(/\s+/).length;
const words = (word: string, many: number) => Array(many).fill(word).join(' ');

const plannerInput = {
  statement: `Start ${words('statement', 300)} end.`,
  samples: [1, 2, 3].map((i) => ({ input: words(`input${i}`, 40), output: `output${i}` })),
  retrieval: { similar: words('similar', 50), technique: 'sorting', tutorial: words('tutorial', 60) },
};
const fitPlanner = (room: number) => fitPrompt(plannerInput, planner.instruct.prompt, count, room);
const whole = await count({ messages: planner.instruct.prompt(plannerInput) });

test('a prompt that fits is left as it is', async () => {
  const { prompt, dropped } = await fitPlanner(whole);
  expect(dropped).toEqual([]);
  expect(prompt).toEqual(planner.instruct.prompt(plannerInput));
});

const ORDER = [
  'the tutorial',
  'the similar problem',
  'all samples but the first',
  'the samples',
  'the middle of the statement',
];

test.each([
  [whole - 1, 1],
  [whole - 62, 2],
  [whole - 115, 3],
  [whole - 200, 4],
  [whole - 300, 5],
])('in %d tokens the first things of the order are dropped, no more than needed', async (room, many) => {
  const { prompt, dropped } = await fitPlanner(room);
  expect(dropped).toEqual(ORDER.slice(0, many));
  expect(await count({ messages: prompt })).toBeLessThanOrEqual(room);
});

test('of a statement that must be cut the start and the end stay', async () => {
  const { prompt } = await fitPlanner(whole - 300);
  const text = prompt.at(-1)!.content;
  expect(text).toContain('Start statement');
  expect(text).toContain('end.');
  expect(text).toContain('sorting');
  expect(text).toContain(' ... ');
});

const debuggerInput = {
  statement: 'Add them.',
  language: 'python',
  plan: { steps: ['Read a.', 'Print the sum.'] },
  source: 'print(sum(a))\n',
  failure: { input: words('7', 200), expected: '1400', actual: words('0', 300), error: '' },
};

test('a long failing test is cut; plan, program, expected output and feedback stay', async () => {
  const input = { ...debuggerInput, feedback: 'Read the list first.' };
  const { prompt, dropped } = await fitPrompt(input, debuggerRole.instruct.prompt, count, 200);
  expect(dropped).toEqual(['most of the failing test']);
  for (const kept of ['1. Read a.', 'print(sum(a))', '1400', 'Read the list first.'])
    expect(prompt.at(-1)!.content).toContain(kept);
});

test('of what a debugger is told the trace goes first', async () => {
  const trace = words('3: x = 1', 40);
  const input = { ...debuggerInput, failure: { input: '7', expected: '8', actual: '9', error: '', trace } };
  for (const write of [debuggerRole.instruct.prompt, debuggerRole.tuned]) {
    const room = (await count({ messages: write(input) })) - 1;
    const { prompt, dropped } = await fitPrompt(input, write, count, room);
    expect(dropped).toEqual(['the trace']);
    expect(prompt.at(-1)!.content).not.toContain('x = 1');
  }
});

test('what a tuned prompt never shows is not said to be dropped', async () => {
  const { dropped } = await fitPrompt(plannerInput, planner.tuned, count, 250);
  expect(dropped).toEqual(['the tutorial', 'the middle of the statement']);
});

test('what cannot be made to fit is given as it is, and the rest of it is the engine’s to refuse', async () => {
  const { prompt, dropped } = await fitPlanner(5);
  expect(dropped).toEqual(ORDER);
  expect(await count({ messages: prompt })).toBeGreaterThan(5);
});

test('an answer keeps its tokens free, at most half of the context', () => {
  expect(roomFor(256, { contextLength: 1024 })).toBe(768);
  expect(roomFor(2048, { contextLength: 3000 })).toBe(1500);
});
