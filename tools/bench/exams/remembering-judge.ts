import { createHash } from 'node:crypto';
import type { Judge, JudgeTask } from '../../../src/judge/judge.ts';
import type { TestResult } from '../../../src/judge/verdict.ts';

/** Programs may take so many times their limit: the bench says nothing of speed, and other work may crowd the machine. */
const PATIENCE = 3;

const keyOf = ({ submission, tests }: JudgeTask): string =>
  createHash('sha256')
    .update(JSON.stringify([submission, tests.map(({ input, answers }) => [input, answers])]))
    .digest('base64');

/** A judge that runs a program on the same tests once: methods often write the same one. */
export function rememberingJudge(judge: Judge): Judge {
  const known = new Map<string, Promise<TestResult[]>>();

  async function run(task: JudgeTask, signal: AbortSignal): Promise<TestResult[]> {
    const limits = { ...task.limits, timeMs: task.limits.timeMs * PATIENCE };
    const results: TestResult[] = [];
    for await (const result of judge.judge({ ...task, limits }, signal)) results.push(result);
    return results;
  }

  return {
    async *judge(task, signal) {
      const key = keyOf(task);
      const found = known.get(key) ?? run(task, signal);
      known.set(key, found);
      yield* await found;
    },
  };
}
