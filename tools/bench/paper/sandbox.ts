import type { Candidate } from '../../../src/agents/events.ts';
import { traceOnTest } from '../../../src/agents/trace/on-test.ts';
import type { Automation } from '../../../src/automation.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { Judge } from '../../../src/judge/judge.ts';
import type { Problem, Test } from '../../../src/judge/problem.ts';
import type { SolverContext } from '../../../src/studio/examine/solvers.ts';
import { UsageError } from '../../command-line.ts';
import { createNodeRunner } from '../../node-runner.ts';
import { pageJudge } from '../../page-judge.ts';
import { openSite } from '../../site.ts';

/** Where the programs that a model writes run. */
export interface Sandbox {
  judge: Judge;
  traceOf: NonNullable<SolverContext['traceOf']>;
  dispose(): Promise<void>;
}

/** `chromium`: the built page's own, as a person has it; `threads`: this process's, which are no wall. */
export async function openSandbox(where = 'chromium'): Promise<Sandbox> {
  if (where === 'chromium') {
    const { page, close } = await openSite();
    return {
      judge: pageJudge(page),
      traceOf: (problem) => (candidate, test) =>
        page.evaluate(
          ([of, one, on]) => (globalThis as unknown as { quartet: Automation }).quartet.trace(of, one, on),
          // A trace depends on no other test.
          [{ ...problem, tests: [] }, candidate, test] as [Problem, Candidate, Test],
        ),
      dispose: close,
    };
  }
  if (where !== 'threads') throw new UsageError(`--sandbox is chromium or threads, not “${where}”.`);
  const runner = createNodeRunner();
  return {
    judge: createJudge(runner, { parallel: 2 }),
    traceOf: (problem) => (candidate, test, signal) => traceOnTest(runner, candidate, problem, test, signal),
    dispose: async () => runner.dispose(),
  };
}
