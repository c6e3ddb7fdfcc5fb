import type { SolveEvent, SolveOptions } from '../../agents/events.ts';
import { DEFAULT_OPTIONS } from '../../agents/options.ts';
import { solve } from '../../agents/solve.ts';
import { gradeHidden } from '../../judge/grade.ts';
import { openProblem, type Problem } from '../../judge/problem.ts';
import { Budget } from './budget.ts';
import type { ExamineContext, Examined } from './examine.ts';

type Of<Type extends SolveEvent['type']> = Extract<SolveEvent, { type: Type }>;

/**
 * Examines solving in one language and carrying over to another, within a budget of tokens as `examine` has it: solves
 * one after the other, the first with the likeliest tokens, until a carried program is chosen or the budget is spent.
 */
export async function examineVia(
  problem: Problem,
  via: string,
  rounds: number,
  { engine, judge, tokens, seed, temperature, language, signal }: ExamineContext,
): Promise<Examined> {
  const budget = new Budget(tokens);
  const limited = budget.limit(engine);
  const grade = (submission: { language: string; source: string }) =>
    gradeHidden(problem, judge, submission, signal);
  let programs = 0;
  let first: string | null = null;
  for (let number = 0; !budget.over; number++) {
    const options: SolveOptions = {
      ...DEFAULT_OPTIONS,
      ...{ language, via, rounds, seed: seed + number, plans: 1, programsPerPlan: 1 },
      // The first answers of a solve are its likeliest; a later solve would only say them again.
      ...{ temperature, archive: false, trace: false, cluster: false },
    };
    const before = budget.spent;
    const context = { engine: number === 0 ? limited : warmed(limited, temperature), judge, grade, options };
    const events: SolveEvent[] = [];
    for await (const event of solve(openProblem(problem), {
      ...context,
      run: problem.id,
      signal,
      now: () => 0,
    }))
      if (!('live' in event)) events.push(event);
    signal.throwIfAborted();
    const of = <Type extends SolveEvent['type']>(type: Type) =>
      events.filter((event): event is Of<Type> => event.type === type);
    const carried = of('judged').filter(({ candidate }) => candidate.language === language);
    first ??= carried[0]?.candidate.source ?? null;
    budget.answers += of('answered').length;
    budget.unreadable += of('answered').filter(({ formatFailure }) => formatFailure !== null).length;
    const [chosen] = of('chosen');
    const [graded] = of('graded');
    if (chosen && graded) {
      const solved = graded.verdict === 'AC';
      const { source } = carried.find(({ candidate }) => candidate.id === chosen.candidate)!.candidate;
      return {
        ...{ solved, answers: budget.answers, unreadable: budget.unreadable, tokens: budget.spent },
        first: first === source ? solved : (await grade({ language, source: first! })).verdict === 'AC',
        chosen: programs + carried.findIndex(({ candidate }) => candidate.source === source),
      };
    }
    programs += carried.length;
    if (budget.spent === before) break;
  }
  const firstPasses = first !== null && (await grade({ language, source: first })).verdict === 'AC';
  return {
    ...{ solved: false, first: firstPasses, chosen: null },
    ...{ answers: budget.answers, unreadable: budget.unreadable, tokens: budget.spent },
  };
}

/** The engine, whose likeliest answers become drawn ones. */
const warmed = (engine: ExamineContext['engine'], temperature: number): ExamineContext['engine'] => ({
  info: engine.info,
  countTokens: (prompt) => engine.countTokens(prompt),
  submit: (requests, signal) =>
    engine.submit(
      requests.map((request) => ({ ...request, temperature: request.temperature || temperature })),
      signal,
    ),
});
