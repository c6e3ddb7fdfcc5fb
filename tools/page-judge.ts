import type { Page } from 'playwright-core';
import type { Judge } from '../src/judge/judge.ts';
import { type Problem, rulesOf } from '../src/judge/problem.ts';
import { judgeInPage } from './judge-in-page.ts';

/** What a task is no part of. */
const NAMELESS: Omit<Problem, 'tests' | 'io' | 'limits' | 'checker'> = {
  ...{ id: '', revision: '', title: '', statement: '', source: '', rating: null },
  ...{ assets: [], references: [], tags: [] },
};

/** The open page's own judge, for programs that nobody trusts: they run in its sandboxes. Throws `CannotJudgeError`. */
export function pageJudge(page: Page): Judge {
  return {
    async *judge(task, signal) {
      signal.throwIfAborted();
      const problem: Problem = { ...NAMELESS, tests: [...task.tests], ...rulesOf(task) };
      const { tests } = await judgeInPage(page, problem, task.submission);
      signal.throwIfAborted();
      yield* tests;
    },
  };
}
