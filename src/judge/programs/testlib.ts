import { firstLine, misbehaviour, unknownExit } from './misbehaviour.ts';
import type { Protocol, Ruling } from './protocol.ts';

const INPUT = 'input.txt';
const OUTPUT = 'output.txt';
const ANSWER = 'answer.txt';
const ARGUMENTS = [INPUT, OUTPUT, ANSWER];

/** testlib.h's exit codes (`resultExitCode`); 4 is dirt, 8 an unexpected end of the output. */
const VERDICTS: Record<number, 'AC' | 'WA' | 'PE'> = { 0: 'AC', 1: 'WA', 2: 'PE', 4: 'PE', 8: 'PE' };
const FAIL = 3;
const POINTS = 7;
/** What testlib.h prints before a message, by its verdict. */
const PREFIX =
  /^(?:ok|wrong answer|wrong output format|unexpected eof|FAIL|points|partially correct \(\d+\))\s*/;

/**
 * Checkers and interactors built with testlib.h: `check input output answer` and `interact input output answer`, the
 * latter with the submission on its standard streams; what it leaves in `output` is for the checker.
 */
export const testlib: Protocol = {
  check: (test, answer, output) => ({
    stdin: '',
    argv: ARGUMENTS,
    files: { given: { [INPUT]: test.input, [OUTPUT]: output, [ANSWER]: answer }, wanted: [] },
  }),
  interact: (test) => ({
    stdin: '',
    argv: ARGUMENTS,
    files: { given: { [INPUT]: test.input, [ANSWER]: test.answers[0]! }, wanted: [OUTPUT] },
  }),
  ruling(run) {
    const bad = misbehaviour(run);
    if (bad || run.exit.kind !== 'code') return bad!;
    const remark = run.stderr.trim();
    const message = firstLine(remark.replace(PREFIX, ''));
    const { code } = run.exit;
    if (code === POINTS) return pointsOnly(message, remark);
    if (code === FAIL)
      return { verdict: 'IE', detail: `the test or its judge program is at fault: ${message}`, remark };
    const verdict = VERDICTS[code];
    if (!verdict) return unknownExit(code, '0, 1, 2, 3, 4 or 8', remark);
    return { verdict, detail: verdict === 'AC' ? '' : message || 'the problem’s checker rejects it', remark };
  },
  left: (run) => run.files[OUTPUT] ?? '',
};

function pointsOnly(message: string, remark: string): Ruling {
  const detail = `the problem’s checker gives points (${message}) and no verdict; problems are judged as pass or fail here`;
  return { verdict: 'IE', detail, remark };
}
