import type { Piece } from '../report.ts';
import { type Stream, testlibChecker } from './stream.ts';

/** Tokens in order, equal to the letter. */
export const wcmp = testlibChecker((output, answer) => {
  while (!answer.blank && !output.blank) {
    const expected = answer.word();
    const actual = output.word();
    if (expected.text !== actual.text) output.differ(expected, actual);
  }
  refuseRest(output, answer);
});

/** One YES or NO, in letters of either case. */
export const yesno = testlibChecker((output, answer) => {
  const expected = yesOrNo(answer);
  const actual = yesOrNo(output);
  if (upper(expected) !== upper(actual)) output.differ(expected, actual);
});

/** Any number of YES and NO, in letters of either case. */
export const nyesno = testlibChecker((output, answer) => {
  while (!answer.blank && !output.blank) {
    const expected = yesOrNo(answer);
    const actual = yesOrNo(output);
    if (upper(expected) !== upper(actual)) output.differ(expected, actual);
  }
  refuseRest(output, answer);
});

/** WA if one sequence is longer than the other. */
function refuseRest(output: Stream, answer: Stream): void {
  if (!answer.blank) output.differ(answer.word(), null);
  if (!output.blank) output.differ(null, output.word());
}

function yesOrNo(stream: Stream): Piece {
  const piece = stream.word('YES or NO');
  if (!/^(yes|no)$/i.test(piece.text)) stream.fail('YES or NO', piece);
  return piece;
}

function upper({ text }: Piece): string {
  return text.toUpperCase();
}
