import type { Archive } from './agents/archive/archive.ts';
import type { Candidate, SolveEvent, SolveOptions } from './agents/events.ts';
import type { SolveContext } from './agents/solve.ts';
import { type Grade, gradeHidden, gradeTask } from './judge/grade.ts';
import type { Judge, Submission } from './judge/judge.ts';
import { openProblem, type Problem, rulesOf, type Test } from './judge/problem.ts';
import type { Engine } from './llm/engine.ts';
import type { NamedEndpoint } from './store/settings.ts';

/** What the command lines drive in a headless browser, as `window.quartet`: the page's own parts, no others. */
export interface Automation {
  /** With `stopAtFailure` every test after the first that fails is skipped. */
  judge(problem: Problem, submission: Submission, stopAtFailure?: boolean): Promise<Grade>;
  /** How a candidate's variables change on a sample of a problem, as the debugger is told. */
  trace(problem: Problem, candidate: Candidate, test: Test): Promise<string>;
  /** Loads another model in the place of the page's own: one that lies beside the page, or an endpoint's. */
  use(model: GivenModel): Promise<void>;
  /** The page's engine, once its model is loaded. */
  engine(): Promise<Engine>;
  /** Waits for the model, then solves; `onEvent` is told each event as it comes. Ends with the whole trajectory. */
  solve(problem: Problem, options: SolveOptions, onEvent: (event: SolveEvent) => void): Promise<SolveEvent[]>;
}

/** A folder of the site, or an endpoint, whose host the page is then let ask. */
export type GivenModel = { baseUrl: string } | { endpoint: NamedEndpoint };

declare global {
  interface Window {
    quartet?: Automation;
  }
}

/** The page's parts that the command lines drive. */
export interface Driven {
  judge: Judge;
  /** Of the model in use, which may still be loading. */
  engine(): Promise<Engine>;
  open(model: GivenModel): Promise<Engine>;
  openArchive(): Promise<Archive>;
  /** How a run of a problem traces its candidates. */
  tracing(problem: Problem): NonNullable<SolveContext['trace']>;
}

/** Installs `window.quartet`. */
export function installAutomation({ judge, engine, open, openArchive, tracing }: Driven): void {
  const signal = new AbortController().signal;
  let given: Engine | null = null;
  const inUse = async () => given ?? engine();
  window.quartet = {
    engine: inUse,
    judge: (problem, submission, stopAtFailure = false) =>
      gradeTask(judge, { submission, tests: problem.tests, ...rulesOf(problem), stopAtFailure }, signal),
    trace: (problem, candidate, test) => tracing(problem)(candidate, test, signal),
    async use(model) {
      given = await open(model);
    },
    async solve(problem, options, onEvent) {
      const { solve } = await import('./agents/solve.ts');
      const grade = (submission: Submission) => gradeHidden(problem, judge, submission, signal);
      const [model, archive] = await Promise.all([inUse(), openArchive()]);
      const context = {
        ...{ engine: model, archive, judge, grade, options, run: 'run', signal, now: Date.now },
        trace: tracing(problem),
      };
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
