import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { DEFAULT_OPTIONS } from '../../src/agents/options.ts';
import { createJudge } from '../../src/judge/create-judge.ts';
import { importFile } from '../../src/judge/import/index.ts';
import { distill, type Outcome } from '../../src/studio/distill/distill.ts';
import { FILES, rowsOf } from '../../src/studio/distill/files.ts';
import { type Supervised, supervise } from '../../src/studio/distill/supervise.ts';
import { familyProblems } from '../../src/studio/family/problems.ts';
import { NOTHING_SPENT, plus } from '../../src/studio/jobs/tally.ts';
import {
  type Spent,
  type StudioProblem,
  type Teacher,
  TeacherError,
} from '../../src/studio/teachers/teacher.ts';
import { UsageError, whole } from '../command-line.ts';
import { createNodeRunner } from '../node-runner.ts';
import { Journal } from './journal.ts';
import { errsOf, errsText, type Values } from './options.ts';
import { teacherFor } from './teachers.ts';

const STUDENT = 'engine:public/models/quartet-tiny';

type Line = (Outcome | Supervised) & { spent: Spent };

/** The problems from `from` on: of a file, or the family's training problems of a seed. */
async function* problems(values: Values, seed: number, from: number): AsyncGenerator<StudioProblem> {
  if (values.problems) {
    const all = await importFile(basename(values.problems), await readFile(values.problems));
    const end = whole('count', values.count, all.length);
    for (const problem of all.slice(from, end)) yield { problem };
    return;
  }
  yield* familyProblems(seed, 'train', from, whole('count', values.count));
}

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
  const before = journal.last?.spent ?? NOTHING_SPENT;
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
  outcomes: AsyncIterable<Outcome | Supervised>,
  teacher: Teacher,
  before: Spent,
): AsyncGenerator<Line> {
  for await (const outcome of outcomes) yield { ...outcome, spent: plus(before, teacher.spent()) };
}

async function report(journal: Journal<Line>, out: string): Promise<void> {
  const causes = new Map<string, number>();
  let kept = 0;
  let formatFailures = 0;
  let spent = NOTHING_SPENT;
  const counts = await journal.unfold(FILES, function* (line) {
    formatFailures += line.formatFailures;
    spent = line.spent;
    yield* rowsOf(line);
    if (line.kept) kept++;
    else causes.set(line.cause, (causes.get(line.cause) ?? 0) + 1);
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
