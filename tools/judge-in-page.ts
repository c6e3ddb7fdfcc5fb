import type { Page } from 'playwright-core';
import type { Automation } from '../src/automation.ts';
import type { Grade } from '../src/judge/grade.ts';
import type { Submission } from '../src/judge/judge.ts';
import type { Problem } from '../src/judge/problem.ts';

/** The page's judge could not judge the problem at all, for a reason of the problem's or the submission's language. */
export class CannotJudgeError extends Error {
  override name = 'CannotJudgeError';
}

/** Judges a submission on all tests of a problem by the open page's own judge; CannotJudgeError in the judge's words. */
export async function judgeInPage(
  page: Page,
  problem: Problem,
  submission: Submission,
  stopAtFailure = false,
): Promise<Grade> {
  const judged = await page.evaluate(
    ({ problem, submission, stopAtFailure }) =>
      (globalThis as unknown as { quartet: Automation }).quartet
        .judge(problem, submission, stopAtFailure)
        .catch((error: Error) => error.message),
    { problem, submission, stopAtFailure },
  );
  if (typeof judged === 'string') throw new CannotJudgeError(judged);
  return judged;
}
