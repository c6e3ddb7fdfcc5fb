import type { SolveContext } from '../../agents/solve.ts';
import type { Problem } from '../../judge/problem.ts';
import type { EngineInfo } from '../../llm/engine.ts';
import type { Runner } from '../../sandbox/program.ts';

/** How a run traces its candidates, where its model's debugger is shown traces. */
export async function tracingFor(
  info: EngineInfo,
  runner: Runner,
  problem: Problem,
): Promise<Pick<SolveContext, 'trace'>> {
  const [{ readsTraces }, { traceOnTest }] = await Promise.all([
    import('../../agents/roles/index.ts'),
    import('../../agents/trace/on-test.ts'),
  ]);
  if (!readsTraces(info)) return {};
  return { trace: (candidate, test, signal) => traceOnTest(runner, candidate, problem, test, signal) };
}
