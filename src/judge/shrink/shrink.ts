import type { Io, Test } from '../problem.ts';
import type { Trial } from '../trial.ts';
import type { TestResult, Verdict } from '../verdict.ts';
import { callReductions } from './calls.ts';
import { reductions } from './reductions.ts';
import { fits, readLines, structureOf, writeLines } from './structure.ts';

export interface ShrinkTask {
  io: Io;
  /** The program that fails. */
  program: Trial;
  /** A program that is right, for the answers. */
  right: Trial;
  failing: Test;
  result: TestResult;
  /** Inputs of the problem that are valid: what a smaller one must look like. */
  known: readonly string[];
  signal: AbortSignal;
}

/** One smaller input was tried. */
export interface ShrinkStep {
  tried: number;
  /** The smallest test so far on which the program fails in the same way. */
  test: Test;
  result: TestResult;
}

/** Inputs that are tried at most. */
const MOST_TRIES = 400;
/** Longer inputs show no more of how one is built. Characters. */
const LONGEST_KNOWN = 20_000;
/** Together they may run for so long, as a program's own clock takes it: time limits are passed slowly. */
const MOST_MS = 30_000;

/** Verdicts that tell of the same kind of failure. */
const kindOf = (verdict: Verdict): Verdict => (verdict === 'PE' ? 'WA' : verdict);

/**
 * Makes a failing test smaller as long as the program fails on it in the same way: fewer cases, lines and values with
 * the numbers that announce them, shorter words, numbers nearer to 0. A smaller input is built as the known ones are, and
 * one on which the right program does not end well is not valid. Yields after each try; the last test is the smallest.
 * Delta debugging (Zeller and Hildebrandt, 2002) over typed parts.
 */
export async function* shrink(task: ShrinkTask): AsyncGenerator<ShrinkStep, ShrinkStep> {
  const { io, program, right, failing, known, signal } = task;
  const smaller =
    io.kind === 'call'
      ? callReductions
      : lineReductions([...known.filter(({ length }) => length <= LONGEST_KNOWN), failing.input]);
  const kind = kindOf(task.result.verdict);
  const seen = new Set([failing.input]);
  let best: ShrinkStep = { tried: 0, test: failing, result: task.result };
  let spentMs = 0;
  for (let improved = true; improved; ) {
    improved = false;
    for (const input of smaller(best.test.input)) {
      if (seen.has(input)) continue;
      seen.add(input);
      if (best.tried >= MOST_TRIES || spentMs > MOST_MS) return best;
      best = { ...best, tried: best.tried + 1 };
      const answer = await right.answer(input, signal);
      if (answer === null) continue;
      const test: Test = { ...failing, input, answers: [answer] };
      const result = await program.judge(test, signal);
      spentMs += result.measured.ms;
      improved = kindOf(result.verdict) === kind;
      if (improved) best = { ...best, test, result };
      yield best;
      if (improved) break;
    }
  }
  return best;
}

function lineReductions(known: readonly string[]): (input: string) => Generator<string> {
  const structure = structureOf(known.map(readLines));
  return function* (input) {
    for (const lines of reductions(readLines(input), structure))
      if (lines.length > 0 && fits(lines, structure)) yield writeLines(lines);
  };
}

/** The failing test with the shortest input; null where none fails. */
export function smallestFailing(
  tests: readonly Test[],
  results: readonly TestResult[],
): { test: Test; result: TestResult } | null {
  const failing = results.flatMap((result) => {
    const test = tests.find(({ id }) => id === result.id);
    return test && result.verdict !== 'AC' && result.verdict !== 'SK' ? [{ test, result }] : [];
  });
  failing.sort((a, b) => a.test.input.length - b.test.input.length);
  return failing[0] ?? null;
}
