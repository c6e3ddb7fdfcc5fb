import { afterAll, expect, test } from 'vitest';
import type { SolveEvent } from '../../../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { canonicalRun } from '../../../src/agents/same-run.ts';
import { solve } from '../../../src/agents/solve.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { gradeHidden } from '../../../src/judge/grade.ts';
import { openProblem } from '../../../src/judge/problem.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { rememberingJudge } from '../../../tools/bench/exams/remembering-judge.ts';
import { loadNodeEngine } from '../../../tools/node-engine.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const runner = createNodeRunner();
const judge = rememberingJudge(createJudge(runner));
afterAll(() => runner.dispose());

/** A few words more in the statement than the model was taught, so that it errs and mends. */
const made = familyProblem(2026, 26, 'longer');
const problem = await toProblem(made, 'test');

async function run(before: readonly SolveEvent[] = [], stopAt = Number.POSITIVE_INFINITY) {
  // A page that is opened again has the model loaded anew, with no role on it.
  const engine = await loadNodeEngine('public/models/quartet-tiny');
  const controller = new AbortController();
  const events: SolveEvent[] = [...before];
  let letters = 0;
  const context = {
    ...{ engine, judge, run: 'r', now: Date.now, signal: controller.signal, before },
    options: { ...DEFAULT_OPTIONS, plans: 2, rounds: 1 },
    grade: (submission: { language: string; source: string }, signal: AbortSignal) =>
      gradeHidden(problem, judge, submission, signal),
  };
  for await (const event of solve(openProblem(problem), context)) {
    if (!('live' in event)) events.push(event);
    else {
      letters += event.event.text.length;
      if (letters >= stopAt) controller.abort();
    }
  }
  await engine.dispose();
  return { events, letters };
}

test('the shipped model, stopped in the middle of a batch and loaded anew, ends as if it had not been', async () => {
  const whole = await run();
  expect(whole.events.at(-1)).toMatchObject({ type: 'ended' });
  for (const share of [0.4, 0.8]) {
    const stopped = await run([], share * whole.letters);
    expect(stopped.events.at(-1)).toMatchObject({ how: 'stopped' });
    const { events } = await run(stopped.events);
    expect(canonicalRun(events)).toEqual(canonicalRun(whole.events));
  }
});
