import { gradeTask } from '../../judge/grade.ts';
import type { Judge, Submission } from '../../judge/judge.ts';
import { openProblem, type Problem, rulesOf, type Test } from '../../judge/problem.ts';
import type { Engine, EngineInfo } from '../../llm/engine.ts';
import { ask, type Question, type Timed } from '../ask.ts';
import { diffLines } from '../diff.ts';
import type { LiveEvent } from '../events.ts';
import { NO_PLAN, type Plan } from '../formats.ts';
import { languageName, TAUGHT_LANGUAGES } from '../languages.ts';
import { DEFAULT_OPTIONS } from '../options.ts';
import { formFor } from '../role.ts';
import type { DebuggerInput, Failure } from '../roles/debugger.ts';
import { debuggerRole, knowsPrompt, planner, retriever } from '../roles/index.ts';
import { taskOf } from '../task.ts';
import { minimalPatch } from './minimal-patch.ts';

export interface MendTask {
  engine: Pick<Engine, 'info' | 'countTokens' | 'submit'>;
  judge: Judge;
  problem: Problem;
  submission: Submission;
  failure: Failure;
  /** All that a mended program has to pass; the failing one stands first. */
  tests: readonly Test[];
  /** Of a program that is known to pass; the planner is asked where there is none. */
  plan: Plan | null;
  seed: number;
  signal: AbortSignal;
}

export type MendEvent =
  | LiveEvent
  | { type: 'asking'; what: string }
  /** A mended program was run. */
  | { type: 'tried'; source: string; passed: boolean; tried: number }
  | { type: 'trimming' }
  /** The person's program with the fewest changes that make it pass. */
  | { type: 'mended'; source: string }
  | { type: 'not mended'; tried: number };

/** Why a model's debugger cannot mend a program in this language; null where it can. */
export function cannotMend({ packs }: Pick<EngineInfo, 'packs'>, language: string): string | null {
  if (formFor(debuggerRole, { packs }) === debuggerRole.instruct) return null;
  const pack = packs.find(({ role }) => role === 'debugger')!;
  if (!knowsPrompt('debugger', pack.promptHash))
    return 'The debugger’s pack was trained on another prompt. Install a pack made for this version.';
  if (TAUGHT_LANGUAGES.includes(language)) return null;
  const known = TAUGHT_LANGUAGES.map(languageName).join(', ');
  return `This model’s debugger mends ${known} alone, not ${languageName(language)}. Choose a larger model, or ${known}.`;
}

/** Times that the debugger is asked, and mends that it is asked for each time. */
const ROUNDS = 3;
const MENDS = 3;

/**
 * Has the debugger mend the person's program until mends pass every test, takes back each change that they can do without,
 * and gives the one that is left with the fewest. Ends with `mended` or `not mended`.
 */
export async function* mend(task: MendTask): AsyncGenerator<MendEvent> {
  const { engine, problem, submission, failure, seed, signal } = task;
  const { language } = submission;
  const given = taskOf(openProblem(problem));
  const options = { ...DEFAULT_OPTIONS, language, seed };
  let plan = task.plan;
  if (!plan) {
    yield { type: 'asking', what: 'a plan' };
    plan = yield* writePlan(task);
  }
  const passes = async (source: string): Promise<boolean> => {
    const { tests } = task;
    const judging = { submission: { language, source }, tests, stopAtFailure: true, ...rulesOf(problem) };
    return (await gradeTask(task.judge, judging, signal)).verdict === 'AC';
  };
  const seen = new Set([submission.source]);
  for (let round = 1; round <= ROUNDS; round++) {
    yield { type: 'asking', what: `mends, round ${round} of ${ROUNDS}` };
    const questions = Array.from(
      { length: MENDS },
      (_, i): Question<DebuggerInput> => ({
        place: { role: 'debugger', round, plan: 0, candidate: i },
        input: { ...given, plan, source: submission.source, language, failure },
        temperature: round === 1 && i === 0 ? 0 : options.temperature,
      }),
    );
    const mends = yield* live(ask(engine, debuggerRole, questions, options, signal));
    const passing: string[] = [];
    for (const one of mends) {
      if (!one || seen.has(one.source)) continue;
      seen.add(one.source);
      const passed = await passes(one.source);
      signal.throwIfAborted();
      if (passed) passing.push(one.source);
      yield { type: 'tried', source: one.source, passed, tried: seen.size - 1 };
    }
    if (passing.length === 0) continue;
    yield { type: 'trimming' };
    const patches: string[] = [];
    for (const source of passing) patches.push(await minimalPatch(submission.source, source, passes));
    yield { type: 'mended', source: smallest(submission.source, patches) };
    return;
  }
  yield { type: 'not mended', tried: seen.size - 1 };
}

/** The one that changes the fewest lines. */
function smallest(before: string, patches: readonly string[]): string {
  const lines = (after: string) =>
    diffLines(before.trimEnd(), after.trimEnd()).filter(({ kind }) => kind !== 'same').length;
  return patches.reduce((best, one) => (lines(one) < lines(best) ? one : best));
}

/** What the planner makes of the problem; empty where nothing can be read. */
async function* writePlan({
  engine,
  problem,
  submission: { language },
  seed,
  signal,
}: MendTask): AsyncGenerator<MendEvent, Plan> {
  const given = taskOf(openProblem(problem));
  const options = { ...DEFAULT_OPTIONS, language, seed };
  const at = { round: 0, plan: 0, candidate: null };
  const recalled = { place: { ...at, role: 'retriever' as const }, input: given, temperature: 0 };
  const [similar] = yield* live(ask(engine, retriever, [recalled], options, signal));
  const retrieval = similar?.[0] ?? { similar: '', technique: '', tutorial: '' };
  const input = { ...given, retrieval, language };
  const planned = { place: { ...at, role: 'planner' as const }, input, temperature: 0 };
  const [plan] = yield* live(ask(engine, planner, [planned], options, signal));
  return plan ?? NO_PLAN;
}

/** Of what asking tells, the tokens as they come. */
async function* live<T>(asking: AsyncGenerator<Timed | LiveEvent, T>): AsyncGenerator<LiveEvent, T> {
  for (;;) {
    const { done, value } = await asking.next();
    if (done) return value;
    if ('live' in value) yield value;
  }
}
