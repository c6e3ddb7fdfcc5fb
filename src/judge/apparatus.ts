import type { Language, Prepared, RunLimits, Runner } from '../sandbox/program.ts';
import { openChecking } from './checking.ts';
import type { Exchange } from './exchange.ts';
import type { JudgeTask } from './judge.ts';
import { interact } from './programs/interaction.ts';
import { openJudgeProgram } from './programs/open.ts';
import { protocolOf } from './programs/protocol.ts';
import { faultyTest, verdictOfInteraction, verdictOfRun } from './run-verdict.ts';
import type { TestResult } from './verdict.ts';

/** What stands around a submission's workers while its tests are judged: the checker and, if there is one, the interactor. */
export interface Apparatus {
  /** Whether several tests may be judged at once. An interactor talks with one submission at a time. */
  readonly sideBySide: boolean;
  /** Runs one test in one of the submission's workers. */
  judge(worker: Prepared, test: JudgeTask['tests'][number], signal: AbortSignal): Promise<TestResult>;
  dispose(): void;
}

export interface Circumstances {
  runner: Runner;
  task: JudgeTask;
  language: Language;
  exchange: Exchange;
}

/** Opens what a task needs beside its submission; JudgeProgramError where a program of the problem's own is of no use. */
export async function openApparatus(
  { runner, task, language, exchange }: Circumstances,
  signal: AbortSignal,
): Promise<Apparatus> {
  const { limits, interactor } = task;
  const { outputBytes, memoryBytes } = limits;
  const runLimits: RunLimits = { timeMs: limits.timeMs * language.timeFactor, outputBytes, memoryBytes };
  const checking = await openChecking(task.checker, runner, signal);
  if (!interactor) {
    return {
      sideBySide: true,
      async judge(worker, test, until) {
        const given = exchange.give(test);
        if ('fault' in given) return faultyTest(test, given.fault);
        const run = await worker.run({ ...given, limits: runLimits }, until);
        const check = (output: string) => checking.check(output, test, until);
        return verdictOfRun(run, exchange.take(run), test, check, { limits, language });
      },
      dispose: () => checking.dispose(),
    };
  }
  const prepared = await openJudgeProgram(runner, interactor, signal).catch((error) => {
    checking.dispose();
    throw error;
  });
  const protocol = protocolOf(interactor);
  return {
    sideBySide: false,
    async judge(worker, test, until) {
      const call = protocol.interact(test);
      const argv = [...call.argv, ...(test.args ?? interactor.args ?? [])];
      const talk = await interact(
        { prepared: worker, limits: runLimits },
        { prepared, call: { ...call, argv }, ruling: protocol.ruling },
        until,
      );
      const check = async () => {
        const output = protocol.left(talk.interactor);
        return output === null ? ({ verdict: 'AC' } as const) : checking.check(output, test, until);
      };
      return verdictOfInteraction(talk, test, check, { limits, language });
    },
    dispose() {
      checking.dispose();
      prepared.dispose();
    },
  };
}
