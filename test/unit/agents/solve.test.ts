import { afterAll, describe, expect, test } from 'vitest';
import type { LiveEvent, SolveEvent, SolveOptions } from '../../../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { coder, debuggerRole } from '../../../src/agents/roles/index.ts';
import { type SolveContext, solve } from '../../../src/agents/solve.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { Judge } from '../../../src/judge/judge.ts';
import { overallVerdict } from '../../../src/judge/overall.ts';
import { type OpenProblem, openProblem, rulesOf } from '../../../src/judge/problem.ts';
import type { Request } from '../../../src/llm/engine.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { rememberingJudge } from '../../../tools/bench/exams/remembering-judge.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';
import { oracleEngine } from './oracle-engine.ts';

const runner = createNodeRunner();
const judge = createJudge(runner);
afterAll(() => runner.dispose());

const made = familyProblem(11, 0, 'test');
const problem = await toProblem(made, 'test');
const WRONG = coder.write('print("wrong")', { statement: '', plan: { steps: [] }, language: 'python' });

interface Setting {
  say?: (request: Request) => string | undefined;
  options?: Partial<SolveOptions>;
  signal?: AbortSignal;
  open?: OpenProblem;
  engine?: SolveContext['engine'];
  judge?: Judge;
  trace?: NonNullable<SolveContext['trace']>;
}

async function run({ say, options, signal, open, engine: other, judge: otherJudge, trace }: Setting = {}) {
  const { engine, asked } = oracleEngine(made, say);
  const events: SolveEvent[] = [];
  const live: LiveEvent[] = [];
  let grades = 0;
  const context = {
    engine: other ?? engine,
    judge: otherJudge ?? judge,
    ...(trace && { trace }),
    run: 'r',
    now: () => 0,
    options: { ...DEFAULT_OPTIONS, ...options },
    signal: signal ?? new AbortController().signal,
    grade: async (submission: { language: string; source: string }, s: AbortSignal) => {
      grades++;
      const tests = [];
      for await (const result of judge.judge({ submission, tests: problem.tests, ...rulesOf(problem) }, s))
        tests.push(result);
      return { verdict: overallVerdict(tests), tests };
    },
  };
  for await (const event of solve(open ?? openProblem(problem), context))
    ('live' in event ? live : events).push(event as never);
  return { events, live, asked, grades, last: events.at(-1)! };
}

const types = (events: SolveEvent[]) => events.map(({ type }) => type);

describe('a solve', () => {
  test('goes through retriever, planner and coder to a graded program', async () => {
    const { events, asked, last, grades } = await run();
    expect(last).toMatchObject({ type: 'ended', how: 'solved' });
    expect(events.at(-2)).toMatchObject({ type: 'graded', verdict: 'AC' });
    expect(asked.map(({ id }) => id)).toEqual(['retriever/0//', 'planner/0/0/', 'coder/0/0/0']);
    expect(grades).toBe(1);
  });

  test('stops early, with what takes least asked for first', async () => {
    const mended = ({ id }: Request) => (id.startsWith('coder') ? WRONG : undefined);
    const { asked } = await run({ say: mended });
    expect(asked.map(({ id }) => id)).toEqual([
      'retriever/0//',
      'planner/0/0/',
      'coder/0/0/0',
      'coder/0/3/6',
      'coder/0/3/7',
      'planner/0/1/',
      'planner/0/2/',
      'coder/0/0/1',
      'coder/0/1/2',
      'coder/0/1/3',
      'coder/0/2/4',
      'coder/0/2/5',
      'debugger/1/0/8',
    ]);
  });

  test('asks for all plans and all their programs at once where it does not stop early', async () => {
    const { asked } = await run({ options: { earlyStop: false } });
    expect(asked.map(({ id }) => id)).toEqual([
      'retriever/0//',
      'planner/0/0/',
      'planner/0/1/',
      'planner/0/2/',
      'coder/0/0/0',
      'coder/0/0/1',
      'coder/0/1/2',
      'coder/0/1/3',
      'coder/0/2/4',
      'coder/0/2/5',
    ]);
  });

  test('numbers its events from 0 without a gap and starts with what it runs on', async () => {
    const { events } = await run();
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i));
    expect(events[0]).toMatchObject({
      type: 'started',
      model: 'oracle',
      executor: 'cpu',
      problem: problem.id,
    });
  });

  test('gives the same events for the same seed, and other seeds to other requests', async () => {
    const [first, second] = [await run(), await run()];
    const plain = (events: SolveEvent[]) =>
      JSON.stringify(events, (key, value) => (key === 'measured' ? undefined : value));
    expect(plain(second.events)).toBe(plain(first.events));
    expect(new Set(first.asked.map(({ seed }) => seed)).size).toBe(first.asked.length);
  });

  test('hands failing programs to the debugger with the failing sample', async () => {
    const { events, asked, last } = await run({
      say: ({ id }) => (id.startsWith('coder') ? WRONG : undefined),
    });
    const mended = asked.filter(({ role }) => role === 'debugger');
    expect(mended).toHaveLength(1);
    expect(JSON.stringify(mended[0]!.prompt)).toContain(
      JSON.stringify(problem.tests[0]!.input.trim()).slice(1, -1),
    );
    expect(events.find((e) => e.type === 'chosen')).toMatchObject({ candidate: 8 });
    expect(last).toMatchObject({ how: 'solved' });
  });

  describe('writes programs from the statement alone where no plan led to one that passes', () => {
    const misled = ({ prompt }: Request) =>
      JSON.stringify(prompt).includes('Plan:') && JSON.stringify(prompt).includes('Program in')
        ? WRONG
        : undefined;
    const direct = (asked: Request[]) =>
      asked
        .filter(({ id }) => id.startsWith('coder/0/3/'))
        .map(({ id, role, temperature }) => [id, role, temperature]);

    test('the base alone first, in the words of its own documents', async () => {
      const { events, asked, last } = await run({ say: misled });
      expect(direct(asked)).toEqual([['coder/0/3/6', null, 0]]);
      expect(JSON.stringify(asked.at(-1)!.prompt)).toContain('Solve it in Python.');
      expect(asked.some(({ role }) => role === 'debugger')).toBe(false);
      expect(events.find((e) => e.type === 'chosen')).toMatchObject({ candidate: 6 });
      expect(last).toMatchObject({ how: 'solved' });
    });

    test('then the coder where none of the base’s passes, each its likeliest first', async () => {
      const say = (request: Request) => (request.role === null ? WRONG : misled(request));
      const { events, asked } = await run({ say, options: { direct: 4 } });
      expect(direct(asked)).toEqual([
        ['coder/0/3/6', null, 0],
        ['coder/0/3/8', null, 0.8],
        ['coder/0/3/7', 'coder', 0],
        ['coder/0/3/9', 'coder', 0.8],
      ]);
      expect(events.find((e) => e.type === 'chosen')).toMatchObject({ candidate: 7 });
      const switches = events.flatMap((e) => (e.type === 'switched' ? [[e.from, e.to]] : []));
      expect(switches.slice(-2)).toEqual([
        ['coder', null],
        [null, 'coder'],
      ]);
    });

    test('both where it does not stop early', async () => {
      const { asked } = await run({ say: misled, options: { earlyStop: false } });
      expect(direct(asked).map(([, role]) => role)).toEqual([null, 'coder']);
    });
  });

  test('gives up after the last round, and grades nothing', async () => {
    let n = 0;
    const say = ({ role, id }: Request) =>
      id.startsWith('debugger') || role === 'coder'
        ? coder.write(`print("wrong ${n++}")`, { statement: '', plan: { steps: [] }, language: 'python' })
        : undefined;
    const { events, last, grades } = await run({
      say,
      options: { rounds: 2, plans: 1, programsPerPlan: 1, direct: 0 },
    });
    expect(types(events).filter((type) => type === 'judged')).toHaveLength(3);
    expect(last).toMatchObject({ how: 'gave up', message: 'None of 3 programs passed every sample.' });
    expect(grades).toBe(0);
  });

  test('goes on without a retrieval that cannot be read, and counts it', async () => {
    const { events, last } = await run({ say: ({ role }) => (role === 'retriever' ? 'Hm.' : undefined) });
    expect(events.find((e) => e.type === 'answered')).toMatchObject({
      formatFailure: 'The answer names no technique.',
      parsed: null,
    });
    expect(last).toMatchObject({ how: 'solved' });
  });

  test('never tells the model a hidden test, a reference or a tag', async () => {
    const secret = problem.tests
      .filter(({ origin }) => origin === 'secret')
      .map(({ input }) => JSON.stringify(input).slice(1, -1));
    const planted = {
      ...problem,
      tags: ['planted-tag'],
      source: 'planted-source',
      references: [{ language: 'python', source: 'planted-reference', verdict: 'AC' }],
    };
    const { asked } = await run({
      open: openProblem(planted),
      say: ({ id }) => (id.startsWith('coder') ? WRONG : undefined),
    });
    const prompts = asked.map(({ prompt }) => JSON.stringify(prompt)).join('\n');
    for (const input of secret.filter((text) => text.length > 12)) expect(prompts).not.toContain(input);
    expect(prompts).not.toContain('planted');
  });

  test('runs a role on the bare base where its pack is left off', async () => {
    const { asked } = await run({ options: { without: { pack: ['planner'], debugger: false } } });
    expect(asked.filter(({ id }) => id.startsWith('planner')).every(({ role }) => role === null)).toBe(true);
  });

  test('ends as stopped when it is aborted, with every event before it kept', async () => {
    const controller = new AbortController();
    const { events, last } = await run({
      signal: controller.signal,
      say: ({ role }) => (role === 'planner' ? void controller.abort() : undefined),
    });
    expect(last).toMatchObject({ type: 'ended', how: 'stopped' });
    expect(types(events)).toContain('answered');
    expect(types(events)).not.toContain('judged');
  });

  test('ends with what it has when its time is over, though the model would never end', async () => {
    const { engine } = oracleEngine(made);
    const hanging: typeof engine = {
      ...engine,
      async *submit(requests, signal) {
        const [first, ...others] = requests;
        yield* engine.submit([first!], signal);
        if (others.length === 0) return;
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        for (const { id: request } of others)
          yield {
            ...{ type: 'end', request, reason: 'abort' },
            usage: { promptTokens: 0, computedPromptTokens: 0, completionTokens: 0 },
            measured: { ms: 0, forced: 0, guessed: 0, accepted: 0 },
          };
      },
    };
    const budget = { ms: 1000, tokens: null };
    const planned = await run({ engine: hanging, options: { budget, earlyStop: false } });
    expect(planned.last).toMatchObject({
      how: 'gave up',
      message: 'None of 0 programs passed every sample. The time budget of 1 s is spent.',
    });
    // What the program gets is known, so that the judge is done in that time.
    const remembering = rememberingJudge(judge);
    await run({ judge: remembering });
    const coded = await run({ judge: remembering, engine: hanging, options: { budget, plans: 1 } });
    expect(coded.last).toMatchObject({ how: 'solved' });
    expect(coded.events.find((e) => e.type === 'chosen')).toMatchObject({ candidate: 0 });
  });

  test('tells the debugger the trace of a failing sample, where the prompt has room for one', async () => {
    const traced: string[] = [];
    const trace = async ({ source }: { source: string }, { id }: { id: string }) => {
      traced.push(`${id}: ${source.trim()}`);
      return 'line 1: x = 3';
    };
    const say = ({ id }: Request) => (id.startsWith('coder') ? WRONG : undefined);
    const { engine } = oracleEngine(made, say);
    const instructed = { ...engine, info: { ...engine.info, packs: [] } };
    await run({ engine: instructed, options: { plans: 1 }, trace });
    expect(traced).toEqual([`${problem.tests[0]!.id}: print("wrong")`]);
    await run({ engine: instructed, options: { plans: 1, trace: false }, trace });
    await run({ engine, options: { plans: 1 }, trace });
    expect(traced).toHaveLength(1);
  });

  test('says so when it is asked for a language that its packs do not write', async () => {
    const { last, asked } = await run({ options: { language: 'javascript' } });
    expect(last).toMatchObject({
      how: 'failed',
      message:
        "This model's packs write Python alone, not JavaScript. Choose Python, or write it via Python.",
    });
    expect(asked).toEqual([]);
  });

  test.each([
    ['a statement', { statement: ' ' }, 'no statement'],
    ['samples', { samples: [] }, 'no sample test'],
  ])('refuses a problem without %s and says what to do', async (_, lacking, message) => {
    const { last } = await run({ open: { ...openProblem(problem), ...lacking } });
    expect(last).toMatchObject({ how: 'failed', message: expect.stringContaining(message) });
  });
});

describe('an interactive problem', () => {
  const ECHO =
    'import sys\nprint("ping", flush=True)\nsaid = input()\nopen(sys.argv[3] + "judgemessage.txt", "w").write("heard " + said)\nsys.exit(42 if said == "pong" else 43)';
  const interactor = { language: 'python', source: ECHO, protocol: 'kattis' as const };

  test('has its candidates talk with the interactor, and the debugger is told what was said', async () => {
    const right = 'input()\nprint("pong")';
    const { asked, events } = await run({
      open: { ...openProblem(problem), interactor },
      options: { plans: 1, programsPerPlan: 1, direct: 0 },
      say: ({ role }) => {
        const input = { statement: '', plan: { steps: [] }, language: 'python' };
        if (role === 'coder') return coder.write('input()\nprint("wrong")', input);
        if (role !== 'debugger') return undefined;
        return debuggerRole.write({ plan: { steps: [] }, source: right }, input as never);
      },
    });
    const mending = JSON.stringify(asked.find(({ role }) => role === 'debugger')!.prompt);
    expect(mending).toContain('Input:\\nping');
    expect(mending).toContain('heard wrong');
    const chosen = events.find(({ type }) => type === 'chosen');
    expect(chosen).toBeDefined();
    const judged = events.flatMap((event) => (event.type === 'judged' ? [event] : []));
    expect(judged.map(({ tests }) => tests[0]!.verdict)).toEqual(['WA', 'AC']);
  });
});
