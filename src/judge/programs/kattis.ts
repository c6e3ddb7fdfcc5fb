import type { RunFiles } from '../../sandbox/program.ts';
import type { Test } from '../problem.ts';
import { firstLine, lastLine, misbehaviour, unknownExit } from './misbehaviour.ts';
import type { Protocol } from './protocol.ts';

const ACCEPTED = 42;
const WRONG_ANSWER = 43;
const FEEDBACK = 'feedback/';
const ARGUMENTS = ['input', 'answer', FEEDBACK];

const filesOf = (test: Test, answer: string): RunFiles => ({
  given: { input: test.input, answer },
  wanted: [FEEDBACK],
});

/**
 * Output validators of the problem package format ("Output Validators", legacy and 2025-09):
 * `validate input answer feedback_dir/ …`, with the submission's output, or the submission itself, on standard input.
 */
export const kattis: Protocol = {
  check: (test, answer, output) => ({ stdin: output, argv: ARGUMENTS, files: filesOf(test, answer) }),
  interact: (test) => ({ stdin: '', argv: ARGUMENTS, files: filesOf(test, test.answers[0]!) }),
  ruling(run) {
    const bad = misbehaviour(run);
    if (bad || run.exit.kind !== 'code') return bad!;
    const [team, judge] = ['teammessage.txt', 'judgemessage.txt'].map((name) =>
      (run.files[FEEDBACK + name] ?? '').trim(),
    );
    const remark = [team, judge].filter(Boolean).join('\n');
    const { code } = run.exit;
    if (code === ACCEPTED) return { verdict: 'AC', detail: '', remark };
    if (code !== WRONG_ANSWER) return unknownExit(code, '42 or 43', `${remark}\n${run.stderr}`.trim());
    return {
      verdict: 'WA',
      detail: firstLine(team!) || lastLine(judge!) || 'the problem’s validator rejects it',
      remark,
    };
  },
  left: () => null,
};
