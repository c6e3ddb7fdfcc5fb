import type { Test } from '../judge/problem.ts';
import type { Said, TestResult } from '../judge/verdict.ts';
import type { Failure } from './roles/debugger.ts';

/** The first test that a failing program does not pass. */
export const failedIn = (tests: readonly TestResult[]): TestResult =>
  tests.find(({ verdict }) => verdict !== 'AC')!;

/** What the debugger is told: the first sample that failed. */
export function failureOf(samples: readonly Test[], tests: readonly TestResult[]): Failure {
  const failed = failedIn(tests);
  if (failed.transcript) return failureInTalk(failed.detail, failed.transcript);
  const sample = samples.find(({ id }) => id === failed.id)!;
  const error =
    failed.verdict === 'WA' || failed.verdict === 'PE' ? '' : lastLine(failed.stderr) || failed.detail;
  return { input: sample.input, expected: sample.answers[0]!, actual: failed.stdout, error };
}

/** A conversation has no answer to compare with: both sides are told, and why it ended. */
function failureInTalk(detail: string, transcript: Said[]): Failure {
  const saidBy = (side: Said['from']) =>
    transcript.flatMap(({ from, text }) => (from === side ? text : [])).join('');
  return {
    input: saidBy('interactor'),
    expected: 'a conversation that the judge program accepts',
    actual: saidBy('submission'),
    error: detail,
  };
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';
