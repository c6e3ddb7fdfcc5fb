import type { SolveEvent, SolveOptions } from './agents/events.ts';
import { type Grade, gradeHidden, gradeTask } from './judge/grade.ts';
import type { Judge, Submission } from './judge/judge.ts';
import { openProblem, type Problem, rulesOf } from './judge/problem.ts';
import type { Engine } from './llm/engine.ts';

/** What the command lines drive in a headless browser, as `window.quartet`: the page's own parts, no others. */
export interface Automation {
  judge(problem: Problem, submission: Submission): Promise<Grade>;
  /** The page's engine, once its model is loaded. */
  engine(): Promise<Engine>;
  /** Waits for the model, then solves; `onEvent` is told each event as it comes. Ends with the whole trajectory. */
  solve(problem: Problem, options: SolveOptions, onEvent: (event: SolveEvent) => void): Promise<SolveEvent[]>;
}

declare global {
  interface Window {
    quartet?: Automation;
  }
}

/** Installs `window.quartet` over the page's judge and its engine, which may still be loading. */
export function installAutomation(judge: Judge, engine: () => Promise<Engine>): void {
  const signal = new AbortController().signal;
  window.quartet = {
    engine,
    judge: (problem, submission) =>
      gradeTask(judge, { submission, tests: problem.tests, ...rulesOf(problem) }, signal),
    async solve(problem, options, onEvent) {
      const { solve } = await import('./agents/solve.ts');
      const grade = (submission: Submission) => gradeHidden(problem, judge, submission, signal);
      const context = { engine: await engine(), judge, grade, options, run: 'run', signal, now: Date.now };
      const events: SolveEvent[] = [];
      for await (const event of solve(openProblem(problem), context)) {
        if ('live' in event) continue;
        events.push(event);
        onEvent(event);
      }
      return events;
    },
  };
}
