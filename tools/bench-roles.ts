import { parseArgs } from 'node:util';
import { ask } from '../src/agents/ask.ts';
import type { SolveEvent, SolveOptions } from '../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../src/agents/options.ts';
import { debuggerRole } from '../src/agents/roles/index.ts';
import { solve } from '../src/agents/solve.ts';
import { createJudge } from '../src/judge/create-judge.ts';
import { gradeHidden } from '../src/judge/grade.ts';
import type { Judge } from '../src/judge/judge.ts';
import { openProblem, type Problem } from '../src/judge/problem.ts';
import { type Engine, ROLES } from '../src/llm/engine.ts';
import { failingAttempt } from '../src/studio/documents.ts';
import { EXAMS, type Exam, examProblems } from '../src/studio/exams.ts';
import { familyProblem } from '../src/studio/family/problem.ts';
import { Random } from '../src/studio/family/random.ts';
import { toProblem } from '../src/studio/family/to-problem.ts';
import { loadNodeEngine } from './node-engine.ts';
import { createNodeRunner } from './node-runner.ts';

/**
 * What the roles are worth: over new problems of the family, or those of an exam (`--exam`), how many are solved (every hidden test) by all
 * four roles, without the debugger, and with each pack left off in turn; and how many of 50 programs with one
 * planted fault the debugger mends in one answer.
 */

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    faults: { type: 'string', default: '50' },
    seed: { type: 'string', default: '424242' },
    model: { type: 'string', default: 'public/models/quartet-tiny' },
    k: { type: 'string', default: String(DEFAULT_OPTIONS.plans) },
    programs: { type: 'string', default: String(DEFAULT_OPTIONS.programsPerPlan) },
    only: { type: 'string' },
    exam: { type: 'string' },
  },
});
const count = Number(values.count);
const seed = Number(values.seed);
const LANGUAGE = 'python';
const plans = Number(values.k);
const programsPerPlan = Number(values.programs);
const forever = new AbortController().signal;

/** 95 % Wilson interval of a share, in per cent. */
function interval(hits: number, of: number): string {
  const z = 1.96;
  const p = hits / of;
  const middle = (p + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2))) / (1 + z ** 2 / of);
  return `${(100 * (middle - half)).toFixed(0)}–${(100 * (middle + half)).toFixed(0)} %`;
}

const row = (name: string, hits: number, of: number, more = '') =>
  process.stdout.write(
    `${name.padEnd(28)} ${String(hits).padStart(4)} of ${of}  (${interval(hits, of)})${more}\n`,
  );

async function solveOne(
  engine: Engine,
  judge: Judge,
  problem: Problem,
  options: SolveOptions,
): Promise<SolveEvent[]> {
  const events: SolveEvent[] = [];
  const context = {
    engine,
    judge,
    options,
    run: 'bench',
    signal: forever,
    now: Date.now,
    grade: (submission: { language: string; source: string }) =>
      gradeHidden(problem, judge, submission, forever),
  };
  for await (const event of solve(openProblem(problem), context)) if (!('live' in event)) events.push(event);
  return events;
}

const { exam } = values;
if (exam !== undefined && !(exam in EXAMS))
  throw new Error(`--exam is ${Object.keys(EXAMS).join(', ')}, not “${exam}”.`);

/** The first problems of an exam, or new ones of the family. */
async function* toSolve(): AsyncGenerator<Problem> {
  if (exam === undefined) {
    for (let i = 0; i < count; i++) yield toProblem(familyProblem(seed, i, 'test'), 'bench');
    return;
  }
  let left = count;
  for await (const { problem } of examProblems(exam as Exam)) if (left-- > 0) yield problem;
}

async function method(
  name: string,
  engine: Engine,
  judge: Judge,
  without: SolveOptions['without'],
): Promise<void> {
  let solved = 0;
  let failures = 0;
  let answers = 0;
  let tokens = 0;
  const from = performance.now();
  let asked = 0;
  for await (const problem of toSolve()) {
    const events = await solveOne(engine, judge, problem, {
      ...DEFAULT_OPTIONS,
      plans,
      programsPerPlan,
      seed: asked++,
      without,
    });
    if (events.some((event) => event.type === 'graded' && event.verdict === 'AC')) solved++;
    for (const event of events)
      if (event.type === 'answered') {
        answers++;
        tokens += event.usage.completionTokens;
        if (event.formatFailure) failures++;
      } else if (event.type === 'ended' && event.how === 'failed') throw new Error(event.message);
  }
  const seconds = (performance.now() - from) / 1000 / asked;
  row(
    name,
    solved,
    asked,
    `  ${failures} of ${answers} answers unreadable, ${Math.round(tokens / asked)} tokens and ${seconds.toFixed(1)} s a problem`,
  );
}

async function mendFaults(engine: Engine, judge: Judge): Promise<void> {
  const wanted = Number(values.faults);
  let mended = 0;
  let tried = 0;
  for (let i = 0; tried < wanted; i++) {
    const made = familyProblem(seed + 1, i, 'test');
    const attempt = failingAttempt(made, new Random(`${seed}/${i}`));
    if (!attempt) continue;
    tried++;
    const input = { statement: made.statement, language: LANGUAGE, ...attempt };
    const place = { role: 'debugger', round: 1, plan: 0, candidate: i } as const;
    const answers = ask(engine, debuggerRole, [{ place, input, temperature: 0 }], DEFAULT_OPTIONS, forever);
    let next = await answers.next();
    while (!next.done) next = await answers.next();
    const source = next.value[0]?.source;
    if (!source) continue;
    const problem = await toProblem(made, 'bench');
    if ((await gradeHidden(problem, judge, { language: LANGUAGE, source }, forever)).verdict === 'AC')
      mended++;
  }
  row('planted faults mended', mended, wanted);
}

const engine = await loadNodeEngine(values.model);
const runner = createNodeRunner();
const judge = createJudge(runner);
const none = { pack: [], debugger: false };
const methods: [string, SolveOptions['without']][] = [
  ['all four roles', none],
  ['without the debugger', { pack: [], debugger: true }],
  ...ROLES.map((role): [string, SolveOptions['without']] => [
    `without the ${role}'s pack`,
    { pack: [role], debugger: false },
  ]),
  ['without any pack', { pack: [...ROLES], debugger: false }],
];
process.stdout.write(
  `${engine.info.model} on ${engine.info.adapter}; ${exam ? `exam ${exam}` : `new problems of seed ${seed}`}, k ${plans}, ${programsPerPlan} programs a plan, ${DEFAULT_OPTIONS.rounds} rounds\n`,
);
for (const [name, without] of methods)
  if (!values.only || name.includes(values.only)) await method(name, engine, judge, without);
if (!values.only || 'faults'.includes(values.only)) await mendFaults(engine, judge);
await engine.dispose();
runner.dispose();
