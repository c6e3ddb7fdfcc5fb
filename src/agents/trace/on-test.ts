import type { Submission } from '../../judge/judge.ts';
import type { Rules, Test } from '../../judge/problem.ts';
import { type TracedTest, traceTest } from '../../judge/trace-test.ts';
import type { Runner } from '../../sandbox/program.ts';
import { traceForPrompt } from './text.ts';

/** What a traced test says in a prompt; `answer` is the test's. */
export const tracedText = ({ trace, printed }: TracedTest, answer: string): string =>
  traceForPrompt(trace, printed === null ? null : { expected: answer, actual: printed });

/** What a submission does on a test that it fails, for a prompt; empty where that cannot be said. */
export async function traceOnTest(
  runner: Runner,
  submission: Submission,
  rules: Rules,
  test: Test,
  signal: AbortSignal,
): Promise<string> {
  const traced = await traceTest(runner, submission, rules, test, signal);
  return traced ? tracedText(traced, test.answers[0]!) : '';
}
