import type { Runner } from '../sandbox/program.ts';
import { openApparatus } from './apparatus.ts';
import { exchangeOf } from './exchange.ts';
import type { Submission } from './judge.ts';
import type { Rules, Test } from './problem.ts';
import { isDoubtful } from './run-verdict.ts';
import type { TestResult } from './verdict.ts';

/** A program that is run on test after test, each made when the one before it has been seen. */
export interface Trial {
  judge(test: Test, signal: AbortSignal): Promise<TestResult>;
  /** Its whole output on an input that nobody knows the answer of; null where it does not end well. */
  answer(input: string, signal: AbortSignal): Promise<string | null>;
  dispose(): void;
}

/** A program that cannot be tried; the message is for the person who reads it. */
export class TrialError extends Error {
  override readonly name = 'TrialError';
}

/** Prepares a program and what judges it; TrialError where it does not compile or nothing runs it. */
export async function openTrial(
  runner: Runner,
  submission: Submission,
  rules: Rules,
  signal: AbortSignal,
): Promise<Trial> {
  const language = runner.languages.find(({ id }) => id === submission.language);
  if (!language) throw new TrialError(`No sandbox runs “${submission.language}”.`);
  const exchange = exchangeOf(rules.io, language);
  const preparation = await runner.prepare(exchange.program(submission), signal);
  if (!preparation.ok) throw new TrialError(`The program does not compile: ${preparation.compileError}`);
  const { prepared } = preparation;
  const task = { ...rules, submission, tests: [] };
  const apparatus = await openApparatus({ runner, task, language, exchange }, signal).catch((error) => {
    prepared.dispose();
    throw error;
  });
  const { timeMs, outputBytes, memoryBytes } = rules.limits;
  const limits = { timeMs: timeMs * language.timeFactor, outputBytes, memoryBytes };
  return {
    async judge(test, until) {
      const result = await apparatus.judge(prepared, test, until);
      // The model may have worked meanwhile.
      return isDoubtful(result) ? apparatus.judge(prepared, test, until) : result;
    },
    async answer(input, until) {
      const given = exchange.give({ id: 'input', input, answers: [''], origin: 'user' });
      if ('fault' in given) return null;
      const run = await prepared.run({ ...given, limits }, until);
      const taken = exchange.take(run);
      return run.exit.kind === 'code' && run.exit.code === 0 && 'output' in taken ? taken.output : null;
    },
    dispose() {
      prepared.dispose();
      apparatus.dispose();
    },
  };
}
