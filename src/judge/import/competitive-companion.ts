import { createProblem, DEFAULT_LIMITS, samplesOf } from '../create.ts';
import type { Problem } from '../problem.ts';
import type { Reader } from './reader.ts';
import { readJson } from './reader.ts';

const MiB = 1024 * 1024;

/** Whether parsed JSON looks like a Competitive Companion payload rather than a problem of ours. */
export function isCompetitiveCompanion(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'name' in value && 'tests' in value && !('title' in value)
  );
}

/**
 * A problem from the JSON that the Competitive Companion browser extension sends (its README, "The format"). It
 * carries no statement, so the problem's is empty: it can be judged at once, and has to be given one to be solved.
 */
export function importCompetitiveCompanion(file: string, text: string): Promise<Problem> {
  return problemOf(readJson(file, text));
}

async function problemOf(task: Reader): Promise<Problem> {
  const interactive = task.at('interactive');
  if (!interactive.missing && interactive.bool()) {
    interactive.fail(
      'the problem is interactive; only problems that read input and print output can be judged.',
    );
  }
  const input = task.at('input').at('type');
  if (input.oneOf(['stdin', 'file', 'regex']) !== 'stdin') {
    input.fail('the program would read a file; only standard input can be judged.');
  }
  const output = task.at('output').at('type');
  if (output.oneOf(['stdout', 'file']) !== 'stdout') {
    output.fail('the program would write a file; only standard output can be judged.');
  }
  const testType = task.at('testType');
  if (!testType.missing) testType.oneOf(['single', 'multiNumber']);
  const pairs = task
    .at('tests')
    .items()
    .map((test) => ({
      input: test.at('input').text(),
      output: test.at('output').text(),
    }));
  if (pairs.length === 0) task.at('tests').fail('is empty; the page that it came from showed no samples.');
  const url = task.at('url').text();
  const group = task.at('group');
  return createProblem({
    title: task.at('name').name(),
    tests: samplesOf(pairs),
    limits: {
      timeMs: task.at('timeLimit').number(1, 3_600_000),
      memoryBytes: task.at('memoryLimit').number(1, 1_048_576) * MiB,
      outputBytes: DEFAULT_LIMITS.outputBytes,
    },
    source: group.missing ? url : `${group.text()}, ${url}`,
  });
}
