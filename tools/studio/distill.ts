import { setMaxListeners } from 'node:events';
import { DEFAULT_OPTIONS } from '../../src/agents/options.ts';
import { wordingHash } from '../../src/agents/roles/index.ts';
import { FILES, rowsOf } from '../../src/studio/distill/files.ts';
import { type Taught, TEACHING, type Teaching, taught } from '../../src/studio/distill/taught.ts';
import type { Errs } from '../../src/studio/family/mistakes.ts';
import { DEFAULTS, ORACLE_ERRS } from '../../src/studio/jobs/settings.ts';
import { NOTHING_SPENT, plus } from '../../src/studio/teachers/meter.ts';
import { TeacherError } from '../../src/studio/teachers/teacher.ts';
import { UsageError, whole } from '../command-line.ts';
import { shardOf } from '../shards/shard.ts';
import { Journal } from './journal.ts';
import { openJudge, type Sandbox, sandboxOf } from './judge.ts';
import { errsOf, errsText, type Values } from './options.ts';
import { markPart } from './part.ts';
import { type ProblemSource, problemsOf } from './problems.ts';
import { identityOf, teacherFor, threadsOf } from './teachers.ts';

const STUDENT = 'public/models/quartet-tiny';

/** Who solves, in the words of `teacherFor`; a folder may be named as it is. */
function studentOf({ student = STUDENT }: Values): string {
  return /^(openai|engine):/.test(student) ? student : `engine:${student}`;
}

export const isTeaching = (command: string): command is Teaching =>
  (TEACHING as readonly string[]).includes(command);

/** What is to be done, and where it is kept. */
interface Work {
  command: Teaching;
  values: Values;
  teacher: string;
  /** How often the oracle errs, where it is the teacher. */
  errs: Errs | undefined;
  /** Who solves under supervision, or is corrected; null where the teacher solves. */
  student: string | null;
  seed: number;
  language: string;
  plans: number;
  programs: number;
  direct: number;
  rounds: number;
  sandbox: Sandbox;
  journal: Journal<Taught>;
  /** The place of the next problem, and how far it is to each one after. */
  from: number;
  step: number;
}

/**
 * Runs a command, or a shard of it, into `out`, going on where a run was killed, and writes ROLE.jsonl,
 * preferences.jsonl and a count of what was dropped. False if it was stopped, by a signal or its teacher's failing.
 */
export async function teach(command: Teaching, values: Values, out: string): Promise<boolean> {
  const seed = whole('seed', values.seed);
  const language = values.language ?? 'python';
  const teacher = values.teacher ?? 'oracle';
  const student = command === 'distill' ? null : studentOf(values);
  const shard = shardOf(values.shard);
  // What a model elsewhere writes is anybody's.
  const writer = student ?? teacher;
  const sandbox = sandboxOf(values.sandbox, writer.startsWith('openai:') ? 'chromium' : 'threads');
  if (teacher === 'oracle' && values.problems)
    throw new UsageError('The oracle knows the family’s problems alone: name another with --teacher.');
  const source = await problemsOf(values, seed);
  const begin = DEFAULTS[command];
  const errs = teacher === 'oracle' ? errsOf(values.errs, ORACLE_ERRS[command]) : undefined;
  const sizes = {
    plans: whole('plans', values.plans, begin.plans),
    programs: whole('programs', values.programs, begin.programs),
    ...(command === 'correct' && { direct: whole('direct', values.direct, begin.direct) }),
    rounds: whole('rounds', values.rounds, begin.rounds),
  };
  const settings = {
    ...{ command, teacher: identityOf(teacher, values), seed, language, problems: source.name },
    ...(student && { student: identityOf(student, values, 'student') }),
    ...(errs && { errs: errsText(errs) }),
    ...sizes,
    prompts: wordingHash(),
  };
  const journal = new Journal<Taught>(out, settings);
  markPart(out, { shard, count: source.count });
  const from = shard.at - 1 + shard.of * journal.done;
  const places = { from, step: shard.of };
  const work = {
    command,
    values,
    teacher,
    errs,
    student,
    seed,
    language,
    direct: 0,
    ...sizes,
    sandbox,
    journal,
    ...places,
  };
  if (from < source.count && !(await run(work, source))) return false;
  await report(journal, out);
  return true;
}

async function run(work: Work, source: ProblemSource): Promise<boolean> {
  const { command, values, language, seed, plans, programs, direct, rounds, journal, from, step } = work;
  const controller = new AbortController();
  // Every problem under way listens to it.
  setMaxListeners(0, controller.signal);
  const stop = () =>
    controller.abort(new UsageError(`Stopped. The same command goes on after ${journal.done}.`));
  process.once('SIGINT', stop);
  const opened: { dispose(): Promise<void> }[] = [];
  const open = async <T extends { dispose(): Promise<void> }>(opening: Promise<T>): Promise<T> => {
    const one = await opening;
    opened.push(one);
    return one;
  };
  if (journal.done > 0) process.stderr.write(`going on after ${journal.done} problems\n`);
  try {
    const { teacher } = await open(teacherFor(work.teacher, values, language, { errs: work.errs }));
    const { teacher: student } = work.student
      ? await open(teacherFor(work.student, values, language, { who: 'student' }))
      : { teacher };
    const { judge } = await open(openJudge(work.sandbox, threadsOf(values)));
    const context = {
      ...{ judge, signal: controller.signal },
      options: {
        ...DEFAULT_OPTIONS,
        ...{ language, seed, plans, programsPerPlan: programs, direct, rounds },
        // What is learned from is what the roles say by themselves, and the hidden tests tell what of it is right.
        ...{ cluster: false, archive: false, trace: false },
      },
    };
    const items = source.items(from, step);
    const outcomes = taught(command, items, { teacher, student }, context, { from, step });
    await journal.append(outcomes, () => {
      if (journal.done % 100 === 0) process.stderr.write(`${journal.done} problems\n`);
    });
    return true;
  } catch (error) {
    // What a teacher cannot do now it may do later: its machine may be back.
    if (!controller.signal.aborted && !(error instanceof TeacherError)) throw error;
    if (error instanceof TeacherError) process.stderr.write(`${error.message}\n`);
    process.stderr.write(`Stopped after ${journal.done} problems; the same command goes on.\n`);
    return false;
  } finally {
    process.off('SIGINT', stop);
    for (const one of opened) await one.dispose();
  }
}

/** Makes the files for training from the journal, and says what came of it. */
export async function report(journal: Journal<Taught>, out: string): Promise<void> {
  const causes = new Map<string, number>();
  let kept = 0;
  let formatFailures = 0;
  let spent = NOTHING_SPENT;
  const counts = await journal.unfold(FILES, function* (line) {
    formatFailures += line.formatFailures;
    spent = plus(spent, line.spent);
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
