import { agreement, compareTokens } from '../sequence.ts';
import { type Stream, testlibChecker } from './stream.ts';

/** Lines in order, each the same tokens. */
export const lcmp = testlibChecker((output, answer) =>
  compareEach(output, answer, (expected, actual) => {
    const check = compareTokens(actual, expected, (a, b) => a === b);
    return check.verdict === 'AC' ? null : check.difference!.column - 1;
  }),
);

/** Lines in order, each equal to the letter. */
export const fcmp = testlibChecker((output, answer) =>
  compareEach(output, answer, (expected, actual) =>
    expected === actual ? null : agreement(expected, actual),
  ),
);

/**
 * `differ` tells how far into the actual line the first difference lies, null if there is none. An empty line at the
 * very end of the answer counts for nothing; an output with too few lines is PE.
 */
function compareEach(
  output: Stream,
  answer: Stream,
  differ: (expected: string, actual: string) => number | null,
): void {
  while (!answer.done) {
    const expected = answer.line();
    if (expected.text === '' && answer.done) break;
    const actual = output.line();
    const offset = differ(expected.text, actual.text);
    if (offset !== null) output.differ(expected, { text: actual.text, at: actual.at + offset });
  }
}
