import type { Submission } from '../../judge/judge.ts';
import { DEFAULT_CHECKER, type Problem, rulesOf, type Test } from '../../judge/problem.ts';
import { type ShrinkStep, shrink } from '../../judge/shrink/shrink.ts';
import { openTrial, type Trial } from '../../judge/trial.ts';
import type { TestResult } from '../../judge/verdict.ts';
import type { Runner } from '../../sandbox/program.ts';
import { likeSamples } from '../cluster/inputs.ts';
import { openRight, type RightProgram } from './right-program.ts';

/** A program that reads a seed and prints an input; or inputs made by changing those of the tests. */
export type Inputs = { kind: 'generator'; program: Submission } | { kind: 'changed tests' };

export interface StressTask {
  runner: Runner;
  problem: Problem;
  submission: Submission;
  /** Slow and right; the first that passes the samples is used. */
  brute: readonly RightProgram[];
  inputs: Inputs;
  /** Inputs that are tried at most. */
  most: number;
  signal: AbortSignal;
}

export type StressEvent =
  /** `invalid`: inputs that the brute force does not end well on. `by`: whose answers are taken for right. */
  | { type: 'running'; tried: number; invalid: number; by: string }
  | { type: 'shrinking'; step: ShrinkStep; by: string }
  /** The smallest input found on which the program differs. */
  | { type: 'differs'; test: Test; result: TestResult; tried: number; by: string }
  | { type: 'agrees'; tried: number; invalid: number; by: string };

/** Stress testing cannot begin; the message says what to do. */
export class StressError extends Error {
  override readonly name = 'StressError';
}

/** Longer inputs are nobody's smallest difference. Characters. */
const LONGEST_INPUT = 100_000;
/** A test's input that is changed is no longer, as long as there are such. */
const LONGEST_CHANGED = 2000;

/**
 * Runs a program and a brute force on one input after the other until they differ, then makes the input smaller as long
 * as they do. Ends with `differs` or `agrees`; StressError where there is nothing to run it against.
 */
export async function* stress(task: StressTask): AsyncGenerator<StressEvent> {
  const { runner, problem, submission, brute, signal } = task;
  if (problem.interactor)
    throw new StressError('An interactive problem cannot be stressed: its tests have no answers to compare.');
  const rules = rulesOf(problem);
  const samples = problem.tests.filter(({ origin }) => origin === 'sample');
  const trusted = await openRight(runner, brute, rules, samples, signal);
  if (!trusted)
    throw new StressError(
      brute.length === 0
        ? 'There is nothing to compare with. Write a brute force, or have the model write one.'
        : 'The brute force does not pass the samples. Mend it, then stress again.',
    );
  const by = trusted.who;
  try {
    const program = await openTrial(runner, submission, rules, signal);
    try {
      let tried = 0;
      let invalid = 0;
      for await (const input of inputsOf(task)) {
        const answer = await trusted.trial.answer(input, signal);
        tried++;
        if (answer === null) invalid++;
        else {
          const test: Test = { id: 'stress', input, answers: [answer], origin: 'user' };
          const result = await program.judge(test, signal);
          if (result.verdict !== 'AC') {
            const known = problem.tests.map((one) => one.input);
            const { io } = problem;
            const steps = shrink({ io, program, right: trusted.trial, failing: test, result, known, signal });
            const least = yield* followed(steps, by);
            yield { type: 'differs', test: least.test, result: least.result, tried, by };
            return;
          }
        }
        yield { type: 'running', tried, invalid, by };
      }
      yield { type: 'agrees', tried, invalid, by };
    } finally {
      program.dispose();
    }
  } finally {
    trusted.trial.dispose();
  }
}

async function* followed(
  steps: AsyncGenerator<ShrinkStep, ShrinkStep>,
  by: string,
): AsyncGenerator<StressEvent, ShrinkStep> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
    yield { type: 'shrinking', step: value, by };
  }
}

async function* inputsOf({ runner, problem, inputs, most, signal }: StressTask): AsyncGenerator<string> {
  if (inputs.kind === 'changed tests') {
    const all = problem.tests.map(({ input }) => input);
    const short = all.filter(({ length }) => length <= LONGEST_CHANGED);
    yield* likeSamples(short.length > 0 ? short : all, problem.io, most, 1);
    return;
  }
  const rules = { io: { kind: 'stdin' }, limits: problem.limits, checker: DEFAULT_CHECKER } as const;
  const generator: Trial = await openTrial(runner, inputs.program, rules, signal);
  try {
    for (let seed = 1; seed <= most; seed++) {
      const input = await generator.answer(`${seed}\n`, signal);
      if (input === null || input.trim() === '')
        throw new StressError(`The generator prints no input for the seed ${seed}, or does not end well.`);
      if (input.length <= LONGEST_INPUT) yield input;
    }
  } finally {
    generator.dispose();
  }
}
