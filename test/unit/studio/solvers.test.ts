import { afterAll, describe, expect, test } from 'vitest';
import { freshTokens } from '../../../src/agents/budget.ts';
import { coder, debuggerRole } from '../../../src/agents/roles/index.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { Message, Request } from '../../../src/llm/engine.ts';
import type { Asked } from '../../../src/studio/examine/budget.ts';
import {
  direct,
  mapCoder,
  quartet,
  SOLVERS,
  type Solver,
  type SolverContext,
  samplesFiltered,
} from '../../../src/studio/examine/solvers.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { writePython } from '../../../src/studio/family/python.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { rememberingJudge } from '../../../tools/bench/exams/remembering-judge.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';
import { oracleEngine } from '../agents/oracle-engine.ts';

const runner = createNodeRunner();
const judge = rememberingJudge(createJudge(runner));
afterAll(() => runner.dispose());

const made = familyProblem(11, 0, 'test');
const problem = await toProblem(made, 'test');
const input = { statement: '', plan: { steps: [] }, language: 'python' };
const wrong = ({ id }: Request) => {
  if (id.startsWith('coder')) return coder.write(`print("${id}")`, input);
  if (!id.startsWith('debugger')) return undefined;
  return debuggerRole.write({ plan: { steps: ['Print.'] }, source: `print("${id}")` }, input as never);
};

async function examine(
  solver: Solver,
  say?: (request: Request) => string | undefined,
  tokens = 100_000,
  over = (engine: Asked) => engine,
) {
  const { engine, asked } = oracleEngine(made, say);
  const context: SolverContext = {
    ...{ engine: over(engine), judge, tokens, seed: 1, language: 'python' },
    archive: { find: async () => [] },
    signal: new AbortController().signal,
  };
  return { outcome: await solver(problem, context), asked: asked.map(({ id }) => id) };
}

describe('a method', () => {
  test('codes directly: one program, handed in as it is', async () => {
    const { outcome, asked } = await examine(direct);
    expect(asked).toEqual(['coder/0//0']);
    expect(outcome).toMatchObject({ solved: true, decoded: 1 });
    expect((await examine(direct, wrong)).outcome.solved).toBe(false);
  });

  test('samples programs until one passes', async () => {
    const late = (request: Request) => (request.id === 'coder/0//7' ? undefined : wrong(request));
    const { outcome, asked } = await examine(samplesFiltered, late);
    expect(asked).toHaveLength(12);
    expect(outcome).toMatchObject({ solved: true, programs: 8 });
  });

  test('goes MapCoder’s way, one request after the other: k plans, then plan by plan a program and its mends', async () => {
    expect((await examine(mapCoder)).asked).toEqual([
      'retriever/0//',
      ...['planner/0/0/', 'planner/0/1/', 'planner/0/2/'],
      'coder/0/0/',
    ]);
    const { outcome, asked } = await examine(mapCoder, wrong);
    expect(asked).toHaveLength(1 + 3 + 3 * 6);
    expect(outcome).toMatchObject({ solved: false, programs: 18 });
  });

  test('is Quartet’s own loop', async () => {
    const early = await examine(quartet({}));
    expect(early.asked).toHaveLength(3);
    expect(early.outcome).toMatchObject({ solved: true, programs: 1, decoded: 3 });
    const { outcome, asked } = await examine(quartet({ earlyStop: false }));
    expect(asked).toHaveLength(1 + 3 + 6);
    expect(outcome).toMatchObject({ solved: true, programs: 6, decoded: 10 });
  });

  test.each([
    ['direct coding', direct],
    ['MapCoder', mapCoder],
    ['Quartet', quartet({ rounds: 1 })],
  ])(
    'hands in a program that can be judged again, and tells what could not be read: %s',
    async (_, solver) => {
      const { outcome } = await examine(solver);
      expect(outcome).toMatchObject({ handedIn: writePython(made.spec), verdict: 'AC', failed: null });
      const mute = await examine(solver, ({ id }) => (id.startsWith('coder') ? 'Well …' : undefined));
      expect(mute.outcome).toMatchObject({ solved: false, handedIn: null, verdict: null });
      const { coder: told } = mute.outcome.byRole;
      expect(told).toEqual({ answers: told.answers, unreadable: told.answers, cut: 0 });
      expect(told.answers).toBeGreaterThan(0);
    },
  );

  test('is graded on the tests that its grader has, and tells the first that it fails', async () => {
    const { engine } = oracleEngine(made, wrong);
    const context = {
      ...{ engine, judge, tokens: 100_000, seed: 1, language: 'python', archive: { find: async () => [] } },
      signal: new AbortController().signal,
    };
    const outcome = await direct(problem, { ...context, gradedOn: ({ tests }) => tests.slice(2, 4) });
    expect(outcome).toMatchObject({ solved: false, verdict: 'WA', failed: problem.tests[2]!.id });
  });
});

/** An engine that really counts: what a batch's prompts have in common once, and answers of so many tokens. */
const ANSWER = 30;
function counting(engine: Asked): Asked {
  return {
    info: engine.info,
    countTokens: (prompt) => engine.countTokens(prompt),
    async *submit(requests, signal) {
      const prompts = requests.map(({ prompt }) => (prompt as { messages: Message[] }).messages);
      const counts = await Promise.all(requests.map(({ prompt }) => engine.countTokens(prompt)));
      const computed = freshTokens(prompts, counts);
      for await (const event of engine.submit(requests, signal)) {
        const at = requests.findIndex((request) => event.type === 'end' && request.id === event.request);
        if (event.type !== 'end') yield event;
        else {
          const completionTokens = Math.min(ANSWER, requests[at]!.maxTokens);
          const usage = { promptTokens: counts[at]!, computedPromptTokens: computed[at]!, completionTokens };
          yield { ...event, usage };
        }
      }
    },
  };
}

test.each(Object.entries(SOLVERS))(
  '%s spends no more tokens than it may, and most of them where nothing passes',
  async (name, solver) => {
    const tokens = name.includes('half') ? 1800 : 900;
    const most = 900;
    const { outcome } = await examine(solver, wrong, tokens, counting);
    expect(outcome.computed + outcome.decoded).toBeLessThanOrEqual(most);
    if (solver !== direct) expect(outcome.computed + outcome.decoded).toBeGreaterThan(most / 2);
  },
);
