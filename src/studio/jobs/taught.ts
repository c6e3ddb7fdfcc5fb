import { DEFAULT_OPTIONS } from '../../agents/options.ts';
import type { Judge } from '../../judge/judge.ts';
import { rowsOf } from '../distill/files.ts';
import { taught } from '../distill/taught.ts';
import type { StudioProblem, Teacher } from '../teachers/teacher.ts';
import type { TeachSettings } from './settings.ts';
import type { Step } from './tally.ts';

export interface TeachParts {
  judge: Judge;
  teacher: Teacher;
  /** Whoever solves under supervision, or is corrected. */
  student: Teacher;
  /** The problems from the `from`-th on. */
  problems: AsyncIterable<StudioProblem>;
  signal: AbortSignal;
}

/** What became of one problem, as `outcomes.jsonl` has it. */
export interface OutcomeLine {
  index: number;
  problem: string;
  title: string;
  kept: boolean;
  /** Why it was dropped, or which rows it gave. */
  why: string;
  detail: string;
}

/** A step for each problem from the `from`-th on. Throws `TeacherError` where the teacher can answer nothing any more. */
export async function* taughtSteps(
  settings: TeachSettings,
  { judge, teacher, student, problems, signal }: TeachParts,
  from: number,
): AsyncGenerator<Step> {
  const { command, seed, language, plans, programs, rounds, direct = 0 } = settings;
  const options = { ...DEFAULT_OPTIONS, seed, language, plans, programsPerPlan: programs, direct, rounds };
  const context = { judge, options, signal };
  const titles: string[] = [];
  const items = titled(problems, titles);
  for await (const outcome of taught(command, items, { teacher, student }, context, { from })) {
    const { index, problem, kept, formatFailures } = outcome;
    const rows = [...rowsOf(outcome)];
    const line: OutcomeLine = {
      ...{ index, problem, kept, title: titles[index - from] ?? '' },
      why: outcome.kept ? rows.map(({ file }) => file).join(', ') : outcome.cause,
      detail: outcome.kept ? '' : outcome.detail,
    };
    yield {
      rows: [...rows, { file: 'outcomes', row: line }],
      ...{ done: 1, kept: kept ? 1 : 0, dropped: outcome.kept ? [] : [outcome.cause], formatFailures },
      spent: outcome.spent,
    };
  }
}

async function* titled(
  problems: AsyncIterable<StudioProblem>,
  titles: string[],
): AsyncGenerator<StudioProblem> {
  for await (const item of problems) {
    titles.push(item.problem.title);
    yield item;
  }
}
