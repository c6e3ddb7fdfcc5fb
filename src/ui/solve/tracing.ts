import type { SolveContext } from '../../agents/solve.ts';
import type { Problem } from '../../judge/problem.ts';
import type { Runner } from '../../sandbox/program.ts';

/** How a run traces its candidates on the samples that they fail. */
export function tracing(runner: Runner, problem: Problem): NonNullable<SolveContext['trace']> {
  return async (candidate, test, signal) => {
    const { traceOnTest } = await import('../../agents/trace/on-test.ts');
    return traceOnTest(runner, candidate, problem, test, signal);
  };
}
