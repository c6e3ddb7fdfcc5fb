import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bareCoder } from '../../../src/agents/roles/bare-coder.ts';
import { coder, planner } from '../../../src/agents/roles/index.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { Judge } from '../../../src/judge/judge.ts';
import type { EngineEvent, Request } from '../../../src/llm/engine.ts';
import type { Asked } from '../../../src/studio/examine/budget.ts';
import { examine } from '../../../src/studio/examine/examine.ts';
import { broken, mend } from '../../../src/studio/examine/mend.ts';
import { fewShot, TUNED } from '../../../src/studio/examine/shots.ts';
import { mcnemar, wilson } from '../../../src/studio/examine/statistics.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { writePython } from '../../../src/studio/family/python.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { rememberingJudge } from '../../../tools/bench/exams/remembering-judge.ts';
import { keyText, type Result, Results } from '../../../tools/bench/exams/results.ts';
import { tables } from '../../../tools/bench/exams/table.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';
import { oracleEngine } from '../agents/oracle-engine.ts';

const runner = createNodeRunner();
const judge = createJudge(runner);
afterAll(() => runner.dispose());
const signal = new AbortController().signal;

const made = familyProblem(7, 0, 'train');
const problem = await toProblem(made, '');
const PYTHON = { language: 'python' } as never;
const WRONG = coder.write("print('wrong')", PYTHON);
const packs = { texts: TUNED, writers: [TUNED.coder], direct: 0, plans: 1, rounds: 2 };
const context = (engine: Asked, tokens = 700, by: Judge = judge) => ({
  ...{ engine, judge: by, tokens, seed: 1, temperature: 0.8, language: 'python', signal },
});

/** The oracle, each of whose answers takes so many tokens, as far as it may. */
function costing(tokens: number, say?: (request: Request) => string | undefined) {
  const { engine, asked } = oracleEngine(made, say);
  const costly: Asked = {
    info: engine.info,
    countTokens: engine.countTokens,
    async *submit(requests, abort): AsyncGenerator<EngineEvent> {
      for await (const event of engine.submit(requests, abort)) {
        const { maxTokens = 0 } = requests[0] ?? {};
        yield event.type === 'end'
          ? { ...event, usage: { ...event.usage, completionTokens: Math.min(maxTokens, tokens) } }
          : event;
      }
    },
  };
  return { engine: costly, asked };
}

describe('a method is examined on a problem', () => {
  test('with one answer of each role where the first program passes', async () => {
    const { engine, asked } = costing(50);
    expect(await examine(problem, packs, context(engine))).toEqual({
      ...{ solved: true, first: true, answers: 3, unreadable: 0, tokens: 150, chosen: 0 },
    });
    expect(asked.map(({ role, temperature }) => [role, temperature])).toEqual([
      ['retriever', 0],
      ['planner', 0],
      ['coder', 0],
    ]);
  });

  test('mending what fails, and telling that the first program was wrong', async () => {
    const { engine } = costing(50, ({ id }) => (id.startsWith('coder') ? WRONG : undefined));
    expect(await examine(problem, packs, context(engine))).toMatchObject({
      ...{ solved: true, first: false, answers: 4, chosen: 1 },
    });
  });

  test('trying again, warmer, until the budget is spent, whatever the method', async () => {
    const { engine, asked } = costing(100, () => WRONG);
    const direct = { texts: null, writers: [bareCoder], direct: 0, plans: 1, rounds: 0 };
    expect(await examine(problem, direct, context(engine, 450))).toEqual({
      ...{ solved: false, first: false, answers: 5, unreadable: 0, tokens: 450, chosen: null },
    });
    expect(asked.map(({ maxTokens, role, temperature }) => [maxTokens, role, temperature])).toEqual([
      [256, null, 0],
      [256, null, 0.8],
      [250, null, 0.8],
      [150, null, 0.8],
      [50, null, 0.8],
    ]);
  });

  test('recalling once and writing each other plan once, its likeliest program, where plans are tried', async () => {
    const plans = ['Guess.', 'Guess again.', 'Guess.', 'Think.'];
    const { engine, asked } = costing(100, ({ id }) => {
      if (id.startsWith('coder')) return WRONG;
      return id.startsWith('planner')
        ? planner.write({ steps: [plans.shift() ?? 'Give up.'] }, PYTHON)
        : undefined;
    });
    const undebugged = { ...packs, rounds: 0 };
    expect(await examine(problem, undebugged, context(engine, 900))).toMatchObject({
      solved: false,
      tokens: 900,
    });
    expect(asked.map(({ role, temperature }) => `${role} ${temperature}`)).toEqual([
      ...['retriever 0', 'planner 0', 'coder 0', 'planner 0.8', 'coder 0'],
      ...['planner 0.8', 'planner 0.8', 'coder 0', 'planner 0.8'],
    ]);
  });

  test('writing programs without a plan where the planned one fails, and mending the closest of all', async () => {
    const known = problem.tests.find(({ origin }) => origin === 'sample')!;
    const close = `print(${JSON.stringify(known.answers[0]!.trim())})`;
    const programs = [WRONG, WRONG, coder.write(close, PYTHON)];
    const { engine, asked } = costing(50, ({ id }) =>
      id.startsWith('coder') ? programs.shift() : undefined,
    );
    expect(await examine(problem, { ...packs, direct: 2 }, context(engine))).toMatchObject({
      ...{ solved: true, first: false, answers: 6, chosen: 2 },
    });
    expect(asked.map(({ role, temperature }) => `${role} ${temperature}`)).toEqual([
      ...['retriever 0', 'planner 0', 'coder 0', 'coder 0', 'coder 0.8', 'debugger 0'],
    ]);
    const [, , planned, , , debugged] = asked.map(({ prompt }) => JSON.stringify(prompt));
    expect(planned).toContain('Plan:');
    expect(JSON.stringify(asked[3]!.prompt)).not.toContain('Plan:');
    expect(debugged).toContain(JSON.stringify(close).slice(1, -1));
  });

  test('mending only after so many plans, then the closest of all that failed since', async () => {
    const known = problem.tests.find(({ origin }) => origin === 'sample')!;
    const close = `print(${JSON.stringify(known.answers[0]!.trim())})`;
    const programs = [coder.write(close, PYTHON), WRONG];
    const plans = ['Guess.', 'Guess again.'];
    const { engine, asked } = costing(50, ({ id }) => {
      if (id.startsWith('coder')) return programs.shift();
      return id.startsWith('planner') ? planner.write({ steps: [plans.shift()!] }, PYTHON) : undefined;
    });
    expect(await examine(problem, { ...packs, plans: 2 }, context(engine))).toMatchObject({
      ...{ solved: true, answers: 6, chosen: 2 },
    });
    expect(asked.map(({ role, temperature }) => `${role} ${temperature}`)).toEqual([
      ...['retriever 0', 'planner 0', 'coder 0', 'planner 0.8', 'coder 0', 'debugger 0'],
    ]);
    expect(JSON.stringify(asked.at(-1)!.prompt)).toContain(JSON.stringify(close).slice(1, -1));
  });

  test('writing them by turns, the likeliest of each first', async () => {
    const { engine, asked } = costing(50, ({ id }) => (id.startsWith('coder') ? WRONG : undefined));
    const method = { ...packs, writers: [bareCoder, TUNED.coder], direct: 3, rounds: 0 };
    // The same program again is not run again, and told apart by nothing: only who was asked.
    await examine(problem, method, context(engine, 300));
    expect(asked.slice(3).map(({ role, temperature }) => `${role} ${temperature}`)).toEqual([
      ...['null 0', 'coder 0', 'null 0.8'],
    ]);
  });

  test('an answer that cannot be read is counted, one that the budget cut is not', async () => {
    const { engine } = costing(100, () => 'I cannot.');
    expect(
      await examine(
        problem,
        { texts: null, writers: [bareCoder], direct: 0, plans: 1, rounds: 0 },
        context(engine, 300),
      ),
    ).toMatchObject({ solved: false, answers: 1, unreadable: 1, tokens: 300 });
  });

  test('a program that is wrong on a hidden test alone is chosen, and not solved', async () => {
    const samples = problem.tests.filter(({ origin }) => origin === 'sample');
    const known = samples.map(({ input, answers }) => [input.trim(), answers[0]!.trim()]);
    const cheat = `import sys\nprint(dict(${JSON.stringify(known)})[sys.stdin.read().strip()])`;
    const { engine } = costing(50, ({ id }) =>
      id.startsWith('coder') ? coder.write(cheat, PYTHON) : undefined,
    );
    expect(await examine(problem, packs, context(engine))).toMatchObject({ solved: false, chosen: 0 });
  });
});

test('the base is shown as many examples as leave room for the question', async () => {
  const { engine } = oracleEngine(made);
  const { texts, count } = await fewShot(engine);
  expect(count.coder).toBeGreaterThan(1);
  expect(count.debugger).toBeGreaterThan(0);
  const messages = texts.coder.tuned({ statement: 'S', plan: { steps: ['P'] }, language: 'python' });
  expect(messages).toHaveLength(2 * count.coder + 1);
  expect(messages.at(-1)).toEqual(
    TUNED.coder.tuned({ statement: 'S', plan: { steps: ['P'] }, language: 'python' })[0],
  );
});

test('a mend in other names is kept where nothing but the wrong line changed', async () => {
  let index = 0;
  let control = broken('in other names', 5, index);
  while (!control) control = broken('in other names', 5, ++index);
  const { input, sound } = control;
  expect(input.source).not.toContain('a = ');
  const right = writePython(control.made.spec);
  const rewritten = oracleEngine(control.made).engine;
  const asked = { engine: rewritten, judge, seed: 1, signal };
  // The oracle writes the whole program anew, in the family's own names.
  expect(await mend(control, TUNED.debugger, asked)).toMatchObject({ solved: true, kept: false });
  expect(sound!.length).toBe(right.trimEnd().split('\n').length - 1);
});

test('a program is run on the same tests once', async () => {
  let runs = 0;
  const counted: Judge = {
    judge: (task, abort) => {
      runs++;
      return judge.judge(task, abort);
    },
  };
  const remembering = rememberingJudge(counted);
  for (let i = 0; i < 2; i++) await examine(problem, packs, context(costing(50).engine, 700, remembering));
  expect(runs).toBe(2);
});

describe('statistics', () => {
  test('Wilson’s interval holds the share, and is not empty at its ends', () => {
    const [low, high] = wilson(95, 100);
    expect([low, high].map((end) => Math.round(100 * end))).toEqual([89, 98]);
    expect(wilson(0, 40)[0]).toBe(0);
    expect(wilson(0, 40)[1]).toBeCloseTo(0.088, 2);
    expect(wilson(40, 40)[0]).toBeCloseTo(0.912, 2);
  });
  test.each([
    [0, 0, 1],
    [5, 5, 1],
    [10, 0, 2 / 1024],
    [1, 8, 20 / 512],
  ])('McNemar: %i against %i solved by one alone', (more, fewer, p) =>
    expect(mcnemar(more, fewer)).toBeCloseTo(p, 10),
  );
});

describe('results', () => {
  const result = (method: string, at: number, solved: boolean): Result => ({
    ...{ exam: 'A', problem: at, method, model: 'm', seed: 1, budget: 700, grammar: true },
    ...{ kind: 'exam', solved, first: solved, answers: 3, unreadable: 0, tokens: 100, chosen: 0 },
  });

  test('are kept, and go on after a line that a kill left half', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'quartet-results-')), 'results.jsonl');
    new Results<Result, Result>(path, keyText).add(result('four packs', 0, true));
    appendFileSync(path, '{"exam":"A","prob');
    const again = new Results<Result, Result>(path, keyText);
    expect(again.has(result('four packs', 0, false))).toBe(true);
    expect(again.has(result('four packs', 1, true))).toBe(false);
    again.add(result('four packs', 1, true));
    expect(new Results<Result, Result>(path, keyText).all).toHaveLength(2);
    expect(readFileSync(path, 'utf8')).toContain('\n');
  });

  test('are a table with McNemar’s test on the problems that both were asked', () => {
    const results = [
      ...Array.from({ length: 10 }, (_, i) => result('four packs', i, true)),
      ...Array.from({ length: 10 }, (_, i) => result('base', i, i < 2)),
    ];
    const text = tables(results, 'four packs');
    expect(text).toContain('| four packs | 10 | 100 (72–100) | 100 (72–100) | 0 of 30 | 100 |  |');
    expect(text).toContain('| base | 10 | 20 (6–51) | 20 (6–51) | 0 of 30 | 100 | +0 −8, p 0.008 |');
  });
});
