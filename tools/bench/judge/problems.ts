import { createProblem } from '../../../src/judge/create.ts';
import type { Problem } from '../../../src/judge/problem.ts';

const MiB = 2 ** 20;

/** Two numbers to add, in so many tests. */
export function adding(tests: number): Promise<Problem> {
  return createProblem({
    title: 'Add',
    tests: Array.from({ length: tests }, (_, i) => ({
      id: `${i + 1}`,
      input: `${i} 1\n`,
      answers: [`${i + 1}\n`],
      origin: 'secret' as const,
    })),
    limits: { timeMs: 30_000, memoryBytes: 256 * MiB, outputBytes: MiB },
  });
}

/** A program without input must print this, within a limit of its language's own milliseconds, in so many tests. */
export function printing(prints: string, timeMs: number, tests = 1): Promise<Problem> {
  return createProblem({
    title: 'Print',
    tests: Array.from({ length: tests }, (_, i) => ({
      id: `${i + 1}`,
      input: '',
      answers: [`${prints}\n`],
      origin: 'secret' as const,
    })),
    limits: { timeMs, memoryBytes: 512 * MiB, outputBytes: MiB },
  });
}
