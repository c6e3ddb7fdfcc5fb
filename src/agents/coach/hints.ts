import type { Submission } from '../../judge/judge.ts';
import type { SolveEvent } from '../events.ts';
import { type Mend, NO_PLAN, type Plan, type Retrieval } from '../formats.ts';

export const RUNGS = ['technique', 'idea', 'plan', 'code'] as const;
export type Rung = (typeof RUNGS)[number];

/** The rungs that a run gives, in the order in which they say more. */
export interface Ladder {
  rungs: { rung: Rung; text: string }[];
  language: string;
}

type Event<T extends SolveEvent['type']> = Extract<SolveEvent, { type: T }>;

const of = <T extends SolveEvent['type']>(events: readonly SolveEvent[], type: T): Event<T>[] =>
  events.filter((event): event is Event<T> => event.type === type);

/**
 * Hints from the events of a run that has ended, taken from nothing but the plan whose program was chosen: it passed every
 * sample, and no hidden test told against it. A program that was written without a plan gives its code alone. Otherwise a
 * sentence that says why there are none.
 */
export function hintsOf(events: readonly SolveEvent[]): Ladder | { unsure: string } {
  const chosen = of(events, 'chosen').at(-1);
  const judged = of(events, 'judged');
  const ended = of(events, 'ended').at(-1);
  if (!chosen) {
    if (ended?.how === 'stopped' || ended?.how === 'failed')
      return { unsure: `The model’s run did not come to its end: ${ended.message}` };
    const many = judged.length;
    return { unsure: `None of the ${many} programs that were written passed the samples.` };
  }
  const graded = of(events, 'graded').at(-1);
  if (graded && graded.verdict !== 'AC' && graded.verdict !== 'SK')
    return { unsure: 'The program that was written passes the samples, but not all of the other tests.' };
  const { candidate } = judged.find(({ candidate: { id } }) => id === chosen.candidate)!;
  // What was written without a plan was written without anything recalled, either.
  const planned = answerAt(events, { role: 'planner', plan: candidate.plan }) !== undefined;
  const retrieval = planned ? retrievalOf(events, candidate.plan) : undefined;
  const { steps } = planOf(events, chosen.candidate);
  const rungs = [
    { rung: 'technique', text: retrieval?.technique ?? '' },
    { rung: 'idea', text: retrieval?.tutorial ?? '' },
    { rung: 'plan', text: steps.map((step, i) => `${i + 1}. ${step}`).join('\n') },
    { rung: 'code', text: candidate.source },
  ] as const;
  return { rungs: rungs.filter(({ text }) => text !== ''), language: candidate.language };
}

/** The program that a run chose; null where it chose none. */
export function chosenProgram(events: readonly SolveEvent[]): Submission | null {
  const chosen = of(events, 'chosen').at(-1);
  const judged = of(events, 'judged').find(({ candidate }) => candidate.id === chosen?.candidate);
  return judged ? { language: judged.candidate.language, source: judged.candidate.source } : null;
}

/** The plan of the program that a run chose; null where it chose none. */
export function chosenPlan(events: readonly SolveEvent[]): Plan | null {
  const chosen = of(events, 'chosen').at(-1);
  return chosen ? planOf(events, chosen.candidate) : null;
}

/** What the role answered at a place, where it could be read. */
function answerAt(
  events: readonly SolveEvent[],
  at: Partial<Pick<Event<'requested'>, 'role' | 'plan' | 'candidate'>>,
): unknown {
  const asked = of(events, 'requested').filter((event) =>
    Object.entries(at).every(([key, value]) => event[key as keyof typeof at] === value),
  );
  const ids = new Set(asked.map(({ request }) => request));
  return of(events, 'answered').find(({ request, parsed }) => ids.has(request) && parsed !== null)?.parsed;
}

/** The similar problem that a plan was written with. */
function retrievalOf(events: readonly SolveEvent[], plan: number): Retrieval | undefined {
  const found = of(events, 'found').flatMap(({ similar }) => similar.map(({ retrieval }) => retrieval));
  const recalled = (answerAt(events, { role: 'retriever' }) ?? []) as Retrieval[];
  const all = [...found, ...recalled];
  return all[plan % Math.max(1, all.length)];
}

/** The plan that a program follows: the debugger's own, or the planner's. */
function planOf(events: readonly SolveEvent[], id: number): Plan {
  const { candidate } = of(events, 'judged').find(({ candidate: one }) => one.id === id)!;
  if (candidate.parent === null) {
    const plan = answerAt(events, { role: 'planner', plan: candidate.plan }) as Plan | undefined;
    return plan ?? NO_PLAN;
  }
  const mend = answerAt(events, { role: 'debugger', candidate: id }) as Mend | undefined;
  return mend && mend.plan.steps.length > 0 ? mend.plan : planOf(events, candidate.parent);
}
