import { traceForPrompt } from '../../agents/trace/text.ts';
import { DEFAULT_LIMITS } from '../../judge/create.ts';
import { DEFAULT_CHECKER } from '../../judge/problem.ts';
import { traceTest } from '../../judge/trace-test.ts';
import type { Runner } from '../../sandbox/program.ts';

/**
 * What a family program did on a sample that it fails, as the debugger's prompt shows it: run by the runner's own tracer,
 * as on the page. Empty where nothing was taken down. `tools/node-runner.ts` is a runner without a browser.
 */
export async function traceOnSample(
  runner: Runner,
  program: { language: string; source: string },
  sample: { input: string; expected: string },
  signal: AbortSignal,
): Promise<string> {
  const test = { id: 'sample', input: sample.input, answers: [sample.expected], origin: 'sample' } as const;
  const rules = { io: { kind: 'stdin' }, limits: DEFAULT_LIMITS, checker: DEFAULT_CHECKER } as const;
  const traced = await traceTest(runner, program, rules, { ...test, answers: [...test.answers] }, signal);
  if (!traced) return '';
  const { trace, printed } = traced;
  return traceForPrompt(trace, printed === null ? null : { expected: sample.expected, actual: printed });
}
