import type { Judge, Submission } from './judge/judge.ts';
import { overallVerdict } from './judge/overall.ts';
import type { Problem } from './judge/problem.ts';
import type { TestResult, Verdict } from './judge/verdict.ts';

/** What the command lines drive in a headless browser, as `window.quartet`: the page's own parts, no others. */
export interface Automation {
  judge(problem: Problem, submission: Submission): Promise<Judged>;
}

export interface Judged {
  verdict: Verdict;
  tests: TestResult[];
}

declare global {
  interface Window {
    quartet?: Automation;
  }
}

/** Installs `window.quartet` over the page's judge; `others` are what the page offers besides. */
export function installAutomation(judge: Judge, others: Omit<Automation, 'judge'> = {}): void {
  window.quartet = {
    ...others,
    async judge({ tests, limits, checker }, submission) {
      const results: TestResult[] = [];
      const signal = new AbortController().signal;
      for await (const result of judge.judge({ submission, tests, limits, checker }, signal))
        results.push(result);
      return { verdict: overallVerdict(results), tests: results };
    },
  };
}
