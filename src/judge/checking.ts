import type { Runner } from '../sandbox/program.ts';
import type { Check } from './checkers/checker.ts';
import { checkerOf, checkOutput } from './checkers/index.ts';
import type { CheckerSpec, Test } from './problem.ts';
import { JUDGE_LIMITS, openJudgeProgram } from './programs/open.ts';
import { protocolOf } from './programs/protocol.ts';

/** What a checker said of a test, with what it remarked if it is a program. */
export type Checked = Check & { remark?: string };

/** Compares outputs with a test's answers. One that is a program has a worker of its own, and one run at a time. */
export interface Checking {
  check(output: string, test: Test, signal: AbortSignal): Promise<Checked>;
  dispose(): void;
}

/** Opens a problem's checker; UnknownCheckerError or JudgeProgramError where there is none that can be used. */
export async function openChecking(
  spec: CheckerSpec,
  runner: Runner,
  signal: AbortSignal,
): Promise<Checking> {
  const { program } = spec;
  if (!program) {
    checkerOf(spec);
    return {
      check: async (output, { answers, config }) =>
        checkOutput(output, answers, config ? { ...spec, config } : spec),
      dispose() {},
    };
  }
  const prepared = await openJudgeProgram(runner, program, signal);
  const protocol = protocolOf(program);
  let last: Promise<unknown> = Promise.resolve();

  async function check(output: string, test: Test, until: AbortSignal): Promise<Checked> {
    let told: Checked | null = null;
    for (const answer of test.answers) {
      const call = protocol.check(test, answer, output);
      const argv = [...call.argv, ...(test.args ?? program!.args ?? [])];
      const ruling = protocol.ruling(await prepared.run({ ...call, argv, limits: JUDGE_LIMITS }, until));
      const { verdict, detail, remark } = ruling;
      const checked: Checked = { ...(verdict === 'AC' ? { verdict } : { verdict, detail }), remark };
      if (verdict === 'AC') return checked;
      told ??= checked;
    }
    return told!;
  }
  return {
    check(output, test, until) {
      const turn = last.then(() => check(output, test, until));
      last = turn.catch(() => {});
      return turn;
    },
    dispose: () => prepared.dispose(),
  };
}
