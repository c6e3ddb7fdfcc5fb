import type { Page } from 'playwright-core';
import type { Judge } from '../src/judge/judge.ts';
import { type Problem, rulesOf, type Test } from '../src/judge/problem.ts';
import type { TestResult } from '../src/judge/verdict.ts';
import { judgeInPage } from './judge-in-page.ts';

/** What a task is no part of. */
const NAMELESS: Omit<Problem, 'tests' | 'io' | 'limits' | 'checker'> = {
  ...{ id: '', revision: '', title: '', statement: '', source: '', rating: null },
  ...{ assets: [], references: [], tags: [] },
};

/** Characters of tests that go over to the page at once; a benchmark's may be a hundred times as many. */
const PIECE = 8e6;

/** The open page's own judge, for programs that nobody trusts: they run in its sandboxes. Throws `CannotJudgeError`. */
export function pageJudge(page: Page): Judge {
  return {
    async *judge(task, signal) {
      let failed = false;
      for (const tests of pieces(task.tests)) {
        signal.throwIfAborted();
        if (failed && task.stopAtFailure) {
          yield* tests.map(skipped);
          continue;
        }
        const problem: Problem = { ...NAMELESS, tests, ...rulesOf(task) };
        const grade = await judgeInPage(page, problem, task.submission, task.stopAtFailure);
        signal.throwIfAborted();
        failed ||= grade.verdict !== 'AC';
        yield* grade.tests;
      }
    },
  };
}

/** Tests in their order, in lists of at most so many characters or of a single test. */
function pieces(tests: readonly Test[]): Test[][] {
  const all: Test[][] = [];
  let room = 0;
  for (const test of tests) {
    const size = test.input.length + test.answers.join('').length;
    if (room < size || all.length === 0) {
      all.push([]);
      room = PIECE;
    }
    room -= size;
    all.at(-1)!.push(test);
  }
  return all;
}

const skipped = ({ id }: Test): TestResult => ({
  ...{ id, verdict: 'SK', detail: '', stdout: '', stderr: '', measured: { ms: 0 } },
});
