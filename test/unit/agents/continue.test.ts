import { afterAll, describe, expect, test } from 'vitest';
import type { Archive } from '../../../src/agents/archive/archive.ts';
import type { SolveEvent, SolveOptions } from '../../../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { coder, debuggerRole } from '../../../src/agents/roles/index.ts';
import { canonicalRun } from '../../../src/agents/same-run.ts';
import { type SolveContext, SolveError, solve } from '../../../src/agents/solve.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { gradeHidden } from '../../../src/judge/grade.ts';
import type { Judge, Submission } from '../../../src/judge/judge.ts';
import { openProblem } from '../../../src/judge/problem.ts';
import type { Request } from '../../../src/llm/engine.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { writePython } from '../../../src/studio/family/python.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { rememberingJudge } from '../../../tools/bench/exams/remembering-judge.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';
import { oracleEngine } from './oracle-engine.ts';

const runner = createNodeRunner();
// Every run below is made again from each of its events: a program's verdicts are found out once.
const judge = rememberingJudge(createJudge(runner));
afterAll(() => runner.dispose());

const made = familyProblem(11, 0, 'test');
const problem = await toProblem(made, 'test');
const input = { statement: '', plan: { steps: [] }, language: 'python' };
const right = writePython(made.spec);

type Say = (request: Request) => string | undefined;

/** Every program is wrong until the second round of mending. */
const mendedLate: Say = ({ id }) => {
  const [role, round] = id.split('/');
  if (role === 'coder') return coder.write(`print("${id}")`, input);
  if (role === 'debugger' && round === '1')
    return debuggerRole.write({ plan: { steps: ['Print.'] }, source: `print("${id}")` }, input as never);
  return undefined;
};
/** Knows the samples by heart, and nothing else. */
const known = Object.fromEntries(
  openProblem(problem).samples.map(({ input, answers }) => [input, answers[0]]),
);
const memorised = `import sys\nknown = ${JSON.stringify(known)}\nprint(known.get(sys.stdin.read(), "?"))`;
/** The first program passes the samples alone, one cannot be read, the others are right, in two ways of writing. */
const contested: Say = ({ id }) => {
  if (id === 'coder/0/0/0') return coder.write(memorised, input);
  if (id === 'coder/0/1/2') return 'no program';
  return id === 'coder/0/2/5' ? coder.write(`${right}\n# again`, input) : undefined;
};

const archive: Archive = {
  find: async () => [
    {
      problem: 'other',
      title: 'Other',
      likeness: 0.5,
      retrieval: { similar: 'a sum', technique: 'total', tutorial: 'Fold all values into one.' },
    },
  ],
};

/** What each run is to show, so that it is the run that it is said to be. */
const settings: [string, Say, Partial<SolveOptions>, object][] = [
  ['whose programs are mended twice', mendedLate, {}, { type: 'chosen', candidate: 11 }],
  ['that gives up', mendedLate, { rounds: 1, plans: 2 }, { how: 'gave up' }],
  ['with an election', contested, { earlyStop: false }, { type: 'chosen', candidate: 1 }],
  [
    'that asks for all plans at once',
    mendedLate,
    { earlyStop: false, plans: 2 },
    { type: 'chosen', candidate: 8 },
  ],
  [
    'that runs out of tokens',
    mendedLate,
    { budget: { ms: null, tokens: 400 } },
    { how: 'gave up', message: expect.stringContaining('token budget is spent') },
  ],
];

interface Setting {
  say: Say;
  options: Partial<SolveOptions>;
  before?: readonly SolveEvent[];
  /** Stops the run when it has given this many events. */
  stopAfter?: number;
  change?: Partial<SolveContext>;
}

async function run({ say, options, before = [], stopAfter = Number.POSITIVE_INFINITY, change }: Setting) {
  const { engine, asked } = oracleEngine(made, say);
  const judged: string[] = [];
  const watched: Judge = {
    judge: (task, signal) => {
      judged.push(task.submission.source);
      return judge.judge(task, signal);
    },
  };
  let clock = 1000 + (before.at(-1)?.measured.at ?? 0);
  const controller = new AbortController();
  const context: SolveContext = {
    ...{ engine, judge: watched, archive, run: 'r', signal: controller.signal, before },
    options: { ...DEFAULT_OPTIONS, ...options },
    now: () => clock++,
    grade: (submission: Submission, signal) => gradeHidden(problem, judge, submission, signal),
    ...change,
  };
  const events: SolveEvent[] = [...before];
  for await (const event of solve(openProblem(problem), context)) {
    if ('live' in event) continue;
    events.push(event);
    if (events.length === stopAfter) controller.abort();
  }
  return { events, asked: asked.map(({ id }) => id), judged };
}

const answeredIn = (events: readonly SolveEvent[]) =>
  events.flatMap((event) => (event.type === 'answered' ? [event.request] : []));
const sourcesIn = (events: readonly SolveEvent[]) =>
  events.flatMap((event) => (event.type === 'judged' ? [event.candidate.source] : []));

describe.each(settings)('a run %s', (_, say, options, shows) => {
  test('ends the same when it was cut off after any of its events and continued', async () => {
    const whole = await run({ say, options });
    const { length } = whole.events;
    expect(whole.events).toContainEqual(expect.objectContaining(shows));
    for (let at = 1; at < length; at++) {
      const before = whole.events.slice(0, at);
      const { events, asked, judged } = await run({ say, options, before });
      expect(canonicalRun(events), `cut off after event ${at}`).toEqual(canonicalRun(whole.events));
      expect(events[at]).toMatchObject({ type: 'continued', seq: at });
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i));
      for (const id of answeredIn(before)) expect(asked).not.toContain(id);
      if (!before.some(({ type }) => type === 'judged')) continue;
      const again = judged.filter((source) => sourcesIn(before).includes(source));
      // Only to compare outputs is a program run that the samples have judged.
      if (!events.slice(at).some(({ type }) => type === 'clustered')) expect(again).toEqual([]);
    }
  });

  test('ends the same when it was stopped after any of its events, and again later, and continued', async () => {
    const whole = await run({ say, options });
    const { length } = whole.events;
    for (let at = 1; at < length; at += 3) {
      const stopped = await run({ say, options, stopAfter: at });
      expect(stopped.events.at(-1)).toMatchObject({
        type: 'ended',
        how: expect.stringMatching(/stopped|solved|gave up/),
      });
      const last = stopped.events.at(-1)!;
      if (last.type !== 'ended' || last.how !== 'stopped') continue;
      const twice = await run({ say, options, before: stopped.events, stopAfter: stopped.events.length + 4 });
      const end = twice.events.at(-1)!;
      const { events } =
        end.type === 'ended' && end.how === 'stopped'
          ? await run({ say, options, before: twice.events })
          : twice;
      expect(canonicalRun(events), `stopped after event ${at}`).toEqual(canonicalRun(whole.events));
    }
  });
});

describe('a run cannot be continued', () => {
  const first = (change?: Partial<SolveContext>) =>
    run({ say: contested, options: {}, stopAfter: 12, ...(change && { change }) });

  test('when it has come to its end', async () => {
    const { events } = await run({ say: contested, options: {} });
    await expect(run({ say: contested, options: {}, before: events })).rejects.toThrow(SolveError);
  });

  test.each([
    ['other kernels', { kernels: 'others' }, 'the kernels none'],
    ['another model', { model: 'other' }, 'it began with oracle'],
    ['other packs', { packs: [] }, 'other role packs'],
    ['other weights', { baseHash: 'others' }, 'other weights of oracle'],
  ])('with %s than it began with', async (_, other, message) => {
    const { events: before } = await first();
    const { engine } = oracleEngine(made);
    const change = { engine: { ...engine, info: { ...engine.info, ...other } } };
    await expect(run({ say: contested, options: {}, before, change })).rejects.toThrow(message);
  });
});
