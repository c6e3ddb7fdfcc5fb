import type { Page } from 'playwright-core';
import type { Automation } from '../../../src/automation.ts';
import type { Grade } from '../../../src/judge/grade.ts';
import type { Submission } from '../../../src/judge/judge.ts';
import type { Problem } from '../../../src/judge/problem.ts';

/** What the page's judge says, and how long it took from asking to the last verdict, in milliseconds. */
export function judged(
  page: Page,
  problem: Problem,
  submission: Submission,
): Promise<{ grade: Grade; ms: number }> {
  return page.evaluate(
    async ([problem, submission]) => {
      const { quartet } = globalThis as unknown as { quartet: Automation };
      const start = performance.now();
      const grade = await quartet.judge(problem, submission);
      return { grade, ms: performance.now() - start };
    },
    [problem, submission] as const,
  );
}

/** The same for a program that must be accepted; throws if it is not. */
export async function accepted(
  page: Page,
  problem: Problem,
  submission: Submission,
): Promise<{ grade: Grade; ms: number }> {
  const result = await judged(page, problem, submission);
  const wrong = result.grade.tests.find(({ verdict }) => verdict !== 'AC');
  if (wrong)
    throw new Error(`${submission.language}: test ${wrong.id} got ${wrong.verdict}: ${wrong.detail}`);
  return result;
}

/** Has the page's model decode, request after request, until the returned function is called. */
export async function decoding(page: Page): Promise<() => Promise<{ tokens: number }>> {
  await page.evaluate(async () => {
    const { quartet } = globalThis as unknown as { quartet: Automation };
    const engine = await quartet.engine();
    const stop = new AbortController();
    const state = { tokens: 0, stop, ended: Promise.resolve() };
    state.ended = (async () => {
      for (let seed = 1; !stop.signal.aborted; seed++) {
        const request = { id: `${seed}`, role: null, prompt: { text: 'Solve the problem.' }, maxTokens: 400 };
        const sampling = { seed, temperature: 1, topP: 1, topK: 0, repetitionPenalty: 1, stop: [] };
        for await (const event of engine.submit([{ ...request, ...sampling }], stop.signal))
          if (event.type === 'token') state.tokens += event.tokens.length;
      }
    })();
    Object.assign(globalThis, { benchDecoding: state });
  });
  return () =>
    page.evaluate(async () => {
      const { benchDecoding: state } = globalThis as unknown as {
        benchDecoding: { tokens: number; stop: AbortController; ended: Promise<void> };
      };
      state.stop.abort();
      await state.ended;
      return { tokens: state.tokens };
    });
}
