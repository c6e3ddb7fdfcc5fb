import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SolveEvent } from '../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../src/agents/options.ts';
import { solve } from '../src/agents/solve.ts';
import { createJudge } from '../src/judge/create-judge.ts';
import { gradeHidden } from '../src/judge/grade.ts';
import { openProblem } from '../src/judge/problem.ts';
import { ROLES } from '../src/llm/engine.ts';
import { familyProblem } from '../src/studio/family/problem.ts';
import { toProblem } from '../src/studio/family/to-problem.ts';
import { runCommand, UsageError } from './command-line.ts';
import { loadNodeEngine } from './node-engine.ts';
import { createNodeRunner } from './node-runner.ts';
import { findPython } from './training/python.ts';

const USAGE = `Usage: npm run train:smoke

Trains a model that is good for nothing, in minutes, by every step of the recipe: data, tokenizer, base, adapters,
supervision, packs, card, variants, languages. Then solves a problem with it, which it cannot, but every role must be asked under its pack
and the run come to its end. Works in a temporary folder and ships nothing.

Exit status: 0 if all of it ran, 1 if not, 2 where there is no Python with what training/requirements.txt names.
`;

const RECIPE = 'quartet-smoke';

/** What the packs are compared with; `unfiltered` is made as the packs are. */
const VARIANTS = [
  { name: 'unsupervised', folder: 'unsupervised/model', packs: 4 },
  { name: 'one-adapter', folder: 'one-adapter/model', packs: 4 },
  { name: 'full', folder: 'full/model', packs: 0 },
  { name: 'f32', folder: 'f32/coder', packs: 0 },
];

/** A step of the smoke did not do what it should; the message says which and how. */
class SmokeError extends Error {}

/** Runs a module of `training`. Throws `SmokeError` where it does not succeed. */
function train(python: string, module: string, ...more: string[]): void {
  const { status, signal } = spawnSync(python, ['-m', module, ...more], { stdio: 'inherit' });
  if (status !== 0)
    throw new SmokeError(`${module} ended with ${signal ?? `status ${status}`}; its output above says why.`);
}

/** Solves a problem with the model of a folder; the run's events. */
async function solveWith(model: string): Promise<SolveEvent[]> {
  const signal = new AbortController().signal;
  const problem = await toProblem(familyProblem(424242, 0, 'test'), 'smoke');
  const engine = await loadNodeEngine(model);
  const runner = createNodeRunner();
  const judge = createJudge(runner);
  const events: SolveEvent[] = [];
  const context = {
    ...{ engine, judge, signal, run: 'smoke', now: Date.now },
    options: { ...DEFAULT_OPTIONS, plans: 1, programsPerPlan: 1, rounds: 1 },
    grade: (submission: { language: string; source: string }) =>
      gradeHidden(problem, judge, submission, signal),
  };
  try {
    for await (const event of solve(openProblem(problem), context))
      if (!('live' in event)) events.push(event);
  } finally {
    await engine.dispose();
    runner.dispose();
  }
  return events;
}

/** The ending of a run of the trained model. Throws `SmokeError` where a pack or an answer is missing, or it failed. */
function check(events: SolveEvent[]): Extract<SolveEvent, { type: 'ended' }> {
  const started = events.find((event) => event.type === 'started');
  const packs = started?.packs.map(({ role }) => role) ?? [];
  const without = ROLES.filter((role) => !packs.includes(role));
  if (without.length > 0)
    throw new SmokeError(`The trained model has no pack for the ${without.join(', ')}.`);
  if (!events.some(({ type }) => type === 'answered')) throw new SmokeError('No role answered.');
  const ending = events.at(-1);
  if (ending?.type !== 'ended') throw new SmokeError('The run has no ending.');
  if (ending.how === 'failed') throw new SmokeError(`The run failed: ${ending.message}`);
  return ending;
}

/** Opens what was trained to be compared with. Throws `SmokeError` where it has not so many packs. */
async function count(folder: string, packs: number): Promise<void> {
  const engine = await loadNodeEngine(folder);
  const found = engine.info.packs.length;
  await engine.dispose();
  if (found !== packs) throw new SmokeError(`${folder} has ${found} packs, not ${packs}.`);
}

/** Trains, solves and says what came of it. */
async function smoke(python: string, runs: string): Promise<string> {
  const began = performance.now();
  train(python, 'training.make', '--smoke', '--runs', runs);
  train(python, 'training.variants', ...VARIANTS.map(({ name }) => name), '--smoke', '--runs', runs);
  train(python, 'training.xcoder', '--smoke', '--runs', runs);
  const run = join(runs, RECIPE);
  const events = await solveWith(join(run, 'model'));
  const { how, message } = check(events);
  for (const { folder, packs } of VARIANTS) await count(join(run, 'variants', folder), packs);
  await count(join(runs, 'xcoder-smoke', 'memory', 'model'), ROLES.length);
  const answers = events.filter(({ type }) => type === 'answered').length;
  const seconds = Math.round((performance.now() - began) / 1000);
  return `${answers} answers under four packs; the run ${how}: ${message} ${seconds} s`;
}

await runCommand(USAGE, async () => {
  if (process.argv.includes('--help')) return null;
  const python = findPython();
  if (python.command === null)
    throw new UsageError(`Nothing was trained: ${python.why}. training/README.md says how to install it.`);
  const runs = await mkdtemp(join(tmpdir(), 'quartet-train-'));
  try {
    process.stdout.write(`train:smoke: ${await smoke(python.command, runs)}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof SmokeError)) throw error;
    process.stderr.write(`train:smoke: ${error.message}\n`);
    return false;
  } finally {
    await rm(runs, { recursive: true, force: true });
  }
});
