import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { DEFAULT_OPTIONS } from '../../src/agents/options.ts';
import { createJudge } from '../../src/judge/create-judge.ts';
import { importFile } from '../../src/judge/import/index.ts';
import { ROLES } from '../../src/llm/engine.ts';
import { distill } from '../../src/studio/distill/distill.ts';
import type { DistilledRow, PreferencePair } from '../../src/studio/distill/rows.ts';
import { supervise } from '../../src/studio/distill/supervise.ts';
import { familyProblem } from '../../src/studio/family/problem.ts';
import { toProblem } from '../../src/studio/family/to-problem.ts';
import {
  type Spent,
  type StudioProblem,
  type Teacher,
  TeacherError,
} from '../../src/studio/teachers/teacher.ts';
import { UsageError } from '../command-line.ts';
import { createNodeRunner } from '../node-runner.ts';
import { Journal } from './journal.ts';
import { errsOf, errsText, type Values, whole } from './options.ts';
import { teacherFor } from './teachers.ts';

const PAIRS = 'preferences';
const STUDENT = 'engine:public/models/quartet-tiny';

type Kept = { kept: true; rows: DistilledRow[]; pairs: PreferencePair[] };
type Dropped = { kept: false; cause: string; detail: string };
type Line = { index: number; problem: string; formatFailures: number; spent: Spent } & (Kept | Dropped);

/** The problems from `from` on: of a file, or the family's training problems of a seed. */
async function* problems(values: Values, seed: number, from: number): AsyncGenerator<StudioProblem> {
  if (values.problems) {
    const all = await importFile(basename(values.problems), await readFile(values.problems));
    const end = whole('count', values.count, all.length);
    for (const problem of all.slice(from, end)) yield { problem };
    return;
  }
  for (let index = from; index < whole('count', values.count); index++) {
    const made = familyProblem(seed, index, 'train');
    yield { problem: await toProblem(made, `family seed ${seed} #${index}`), made };
  }
}

const plus = (p: Spent, q: Spent): Spent => ({
  requests: p.requests + q.requests,
  promptTokens: p.promptTokens + q.promptTokens,
  completionTokens: p.completionTokens + q.completionTokens,
  cost: p.cost + q.cost,
});
const NOTHING: Spent = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };

/**
 * Runs `distill` or `supervise` into `out`, going on where a run was killed, and writes ROLE.jsonl, preferences.jsonl and
 * a count of what was dropped. False if it was stopped by a signal.
 */
export async function teach(command: 'distill' | 'supervise', values: Values, out: string): Promise<boolean> {
  const seed = whole('seed', values.seed);
  const language = values.language ?? 'python';
  const name = values.teacher ?? 'oracle';
  const student = values.student ? `engine:${values.student}` : STUDENT;
  const settings = {
    ...{
      command,
      teacher: name,
      model: values.model ?? null,
      seed,
      language,
      problems: values.problems ?? 'family',
    },
    ...(command === 'supervise' && { student }),
    ...(name === 'oracle' && { errs: errsText(errsOf(values.errs)) }),
    plans: whole('plans', values.plans, 1),
    // Under supervision a failure is what is looked for, and a sibling's success would hide it.
    programs: whole('programs', values.programs, command === 'supervise' ? 1 : 2),
    rounds: whole('rounds', values.rounds, 2),
  };
  const journal = new Journal<Line>(out, settings);
  const runner = createNodeRunner();
  const controller = new AbortController();
  // Every problem under way listens to it.
  setMaxListeners(0, controller.signal);
  const stop = () =>
    controller.abort(new UsageError(`Stopped. The same command goes on after ${journal.done}.`));
  process.once('SIGINT', stop);
  const opened = await teacherFor(name, values, language).catch(readable);
  const pupil = command === 'supervise' ? await teacherFor(student, values, language).catch(readable) : null;
  const before = journal.last?.spent ?? NOTHING;
  const from = journal.done;
  if (from > 0) process.stderr.write(`going on after ${from} problems\n`);
  const context = {
    judge: createJudge(runner, { parallel: availableParallelism() }),
    signal: controller.signal,
    options: {
      ...DEFAULT_OPTIONS,
      ...{
        language,
        seed,
        plans: settings.plans,
        programsPerPlan: settings.programs,
        rounds: settings.rounds,
      },
      // What is learned from is what the roles say by themselves, and the hidden tests tell what of it is right.
      ...{ cluster: false, archive: false, trace: false },
    },
  };
  const items = problems(values, seed, from);
  const { rounds } = settings;
  const outcomes = pupil
    ? supervise(items, pupil.teacher, opened.teacher, context, { rounds, from })
    : distill(items, opened.teacher, context, from);
  try {
    await journal.append(counted(outcomes, opened.teacher, before), ({ index }) => {
      if ((index + 1) % 100 === 0) process.stderr.write(`${index + 1} problems\n`);
    });
  } catch (error) {
    if (!controller.signal.aborted) readable(error);
    process.stderr.write(`Stopped after ${journal.done} problems; the same command goes on.\n`);
    return false;
  } finally {
    process.off('SIGINT', stop);
    await opened.dispose();
    await pupil?.dispose();
    runner.dispose();
  }
  await report(journal, out);
  return true;
}

/** What a person can mend is a `UsageError`. */
function readable(error: unknown): never {
  throw error instanceof TeacherError ? new UsageError(error.message) : error;
}

async function* counted(
  outcomes: AsyncIterable<Omit<Line, 'spent'>>,
  teacher: Teacher,
  before: Spent,
): AsyncGenerator<Line> {
  for await (const outcome of outcomes) yield { ...outcome, spent: plus(before, teacher.spent()) } as Line;
}

async function report(journal: Journal<Line>, out: string): Promise<void> {
  const causes = new Map<string, number>();
  let kept = 0;
  let formatFailures = 0;
  let spent = NOTHING;
  const counts = await journal.unfold([...ROLES, PAIRS], function* (line) {
    formatFailures += line.formatFailures;
    spent = line.spent;
    if (line.kept) {
      kept++;
      for (const row of line.rows) yield { file: row.role, row };
      for (const row of line.pairs) yield { file: PAIRS, row };
    } else causes.set(line.cause, (causes.get(line.cause) ?? 0) + 1);
  });
  const say = (text: string) => process.stdout.write(`${text}\n`);
  say(`${kept} of ${journal.done} kept in ${out}`);
  for (const [cause, count] of [...causes].sort(([p], [q]) => (p < q ? -1 : 1)))
    say(`${count} dropped: ${cause}`);
  say(`${formatFailures} answers could not be read`);
  for (const [file, count] of counts) say(`${count} rows in ${file}.jsonl`);
  const { requests, promptTokens, completionTokens, cost } = spent;
  say(
    `${requests} requests, ${promptTokens} prompt and ${completionTokens} completion tokens, cost ${cost.toFixed(4)}`,
  );
}
