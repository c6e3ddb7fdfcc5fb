import type { Runner } from '../sandbox/program.ts';
import { checkerOf } from './checkers/index.ts';
import { exchangeOf } from './exchange.ts';
import type { Judge, JudgeTask } from './judge.ts';
import { type Neighbours, NO_NEIGHBOURS } from './neighbours.ts';
import { mustInteract } from './programs/must-interact.ts';
import { runTests } from './run-tests.ts';
import type { TestResult } from './verdict.ts';

export interface JudgeOptions {
  /** How many submissions run at the same time; more than the machine has idle cores makes times untrue. */
  parallel?: number;
  /** How many workers may run the tests of one submission side by side; each takes its language's memory. */
  lanes?: number;
  /** What else works on the machine; nothing, if nothing is said. */
  neighbours?: Neighbours;
}

/**
 * A judge over any runner. Each submission's tests run ahead of whoever reads the results; leaving the loop,
 * or the signal, ends the running programs. What breaks outside of the program is thrown.
 */
export function createJudge(
  runner: Runner,
  { parallel = 1, lanes = 1, neighbours = NO_NEIGHBOURS }: JudgeOptions = {},
): Judge {
  const enter = gate(parallel);

  async function* judge(task: JudgeTask, signal: AbortSignal): AsyncGenerator<TestResult> {
    const language = runner.languages.find(({ id }) => id === task.submission.language);
    if (!language) {
      const known = runner.languages.map(({ id }) => id).join(', ');
      throw new Error(`No sandbox runs “${task.submission.language}”; use one of: ${known}.`);
    }
    if (!task.checker.program) checkerOf(task.checker);
    if (task.interactor) mustInteract(runner, language, task.interactor.language);
    const exchange = exchangeOf(task.io, language);
    const left = new AbortController();
    const either = AbortSignal.any([signal, left.signal]);
    const results: TestResult[] = [];
    let failure: { error: unknown } | null = null;
    let done = false;
    let wake = (): void => {};

    const stop = (): void => wake();
    signal.addEventListener('abort', stop);

    const work = enter(async () => {
      either.throwIfAborted();
      for await (const result of runTests({ runner, task, language, exchange, lanes, neighbours }, either)) {
        results.push(result);
        wake();
      }
    });
    work
      .catch((error) => {
        failure = { error };
      })
      .finally(() => {
        done = true;
        wake();
      });

    try {
      for (;;) {
        while (results.length > 0) yield results.shift()!;
        if (failure) throw (failure as { error: unknown }).error;
        if (done) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        signal.throwIfAborted();
      }
    } finally {
      signal.removeEventListener('abort', stop);
      left.abort(new Error('nobody reads the results any more'));
    }
  }
  return { judge };
}

/** Lets `size` pieces of work run at once, the others in the order they came. */
function gate(size: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = size;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
