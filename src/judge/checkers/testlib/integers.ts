import type { Piece } from '../report.ts';
import { type Stream, testlibChecker } from './stream.ts';

/** Integers of 64 bits in order. They have one way to be written, so equal numbers are equal texts. */
export const ncmp = testlibChecker((output, answer) => {
  while (!answer.blank && !output.blank) {
    const expected = answer.integer();
    const actual = output.integer();
    if (expected.text !== actual.text) output.differ(expected, actual);
  }
  const [missing] = rest(answer);
  const [surplus] = rest(output);
  if (missing) output.differ(missing, null);
  if (surplus) output.differ(null, surplus);
});

/** Integers of 64 bits in any order, each as often as in the answer. */
export const uncmp = testlibChecker((output, answer) => {
  const wanted = new Map<string, { piece: Piece; left: number }>();
  for (const piece of rest(answer)) {
    const entry = wanted.get(piece.text);
    if (entry) entry.left++;
    else wanted.set(piece.text, { piece, left: 1 });
  }
  const surplus = rest(output).filter(({ text }) => {
    const entry = wanted.get(text);
    if (!entry?.left) return true;
    entry.left--;
    return false;
  });
  const missing = [...wanted.values()].find(({ left }) => left > 0)?.piece ?? null;
  if (missing || surplus.length > 0) output.differ(missing, surplus[0] ?? null);
});

/** One integer of 32 bits. */
export const icmp = testlibChecker((output, answer) => {
  const read = (stream: Stream): Piece =>
    stream.integer(-(2n ** 31n), 2n ** 31n - 1n, 'an integer of 32 bits');
  const expected = read(answer);
  const actual = read(output);
  if (expected.text !== actual.text) output.differ(expected, actual);
});

/** One integer of any length. */
export const hcmp = testlibChecker((output, answer) => {
  const [expected, actual] = [answer.word('an integer'), output.word('an integer')];
  for (const [stream, piece] of [
    [answer, expected],
    [output, actual],
  ] as const) {
    if (!/^(0|-?[1-9]\d*)$/.test(piece.text)) stream.fail('an integer', piece);
  }
  if (expected.text !== actual.text) output.differ(expected, actual);
});

function rest(stream: Stream): Piece[] {
  const pieces: Piece[] = [];
  while (!stream.blank) pieces.push(stream.integer());
  return pieces;
}
