import type { Teacher } from './teacher.ts';

/** What was taken of a teacher. */
export interface Spent {
  /** Answers that came to their end. */
  requests: number;
  promptTokens: number;
  completionTokens: number;
  /** In the currency of the teacher's prices. */
  cost: number;
}

export const NOTHING_SPENT: Spent = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };

export const plus = (p: Spent, q: Spent): Spent => ({
  requests: p.requests + q.requests,
  promptTokens: p.promptTokens + q.promptTokens,
  completionTokens: p.completionTokens + q.completionTokens,
  cost: p.cost + q.cost,
});

/** The teacher, with what is taken of it from now on: of one problem, whatever else is asked of the same teacher. */
export function metered(teacher: Teacher): { teacher: Teacher; spent(): Spent } {
  const { prices } = teacher;
  let spent = NOTHING_SPENT;
  return {
    spent: () => spent,
    teacher: {
      ...teacher,
      engineFor(item) {
        const engine = teacher.engineFor(item);
        return {
          info: engine.info,
          countTokens: (prompt) => engine.countTokens(prompt),
          async *submit(requests, signal) {
            for await (const event of engine.submit(requests, signal)) {
              if (event.type === 'end') {
                const { promptTokens, completionTokens } = event.usage;
                const cost = (promptTokens * prices.prompt + completionTokens * prices.completion) / 1e6;
                spent = plus(spent, { requests: 1, promptTokens, completionTokens, cost });
              }
              yield event;
            }
          },
        };
      },
    },
  };
}
