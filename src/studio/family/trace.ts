import { traceOnTest } from '../../agents/trace/on-test.ts';
import { DEFAULT_LIMITS } from '../../judge/create.ts';
import { DEFAULT_CHECKER, type Test } from '../../judge/problem.ts';
import type { Runner } from '../../sandbox/program.ts';

const RULES = { io: { kind: 'stdin' }, limits: DEFAULT_LIMITS, checker: DEFAULT_CHECKER } as const;

/**
 * What a family program did on a sample that it fails, as the debugger's prompt shows it: run by the runner's own tracer,
 * as on the page. Empty where nothing was taken down. `tools/node-runner.ts` is a runner without a browser.
 */
export function traceOnSample(
  runner: Runner,
  program: { language: string; source: string },
  { input, expected }: { input: string; expected: string },
  signal: AbortSignal,
): Promise<string> {
  const test: Test = { id: 'sample', input, answers: [expected], origin: 'sample' };
  return traceOnTest(runner, program, RULES, test, signal);
}
