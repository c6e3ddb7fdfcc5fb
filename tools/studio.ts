import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { TEACHING } from '../src/studio/distill/taught.ts';
import { EXAMS, type Exam, examProblems } from '../src/studio/exams.ts';
import { exportRows } from '../src/studio/export.ts';
import type { Errs } from '../src/studio/family/mistakes.ts';
import { familyProblems } from '../src/studio/family/problems.ts';
import { toSolved } from '../src/studio/family/solved.ts';
import { SPLITS, type Split } from '../src/studio/family/splits.ts';
import { runCommand, UsageError, whole } from './command-line.ts';
import { isTeaching, teach } from './studio/distill.ts';
import { speak } from './studio/languages.ts';
import { LineWriter } from './studio/lines.ts';
import { mergeRuns } from './studio/merge.ts';
import { errsOf, errsText, given, percent } from './studio/options.ts';
import { createTracedRows } from './studio/traced-rows.ts';

const USAGE = `Usage:
  npm run studio -- family --count N --seed S --out DIR [--split SPLIT]
      writes N problems as Problem JSON lines to DIR/problems.jsonl (new ones unless SPLIT is train, pairs,
      longer or wording), and how they are solved, for an archive, to DIR/solved.jsonl
  npm run studio -- exams --out DIR
      writes what the exams A, B, D, W and C are to DIR/EXAM.jsonl
  npm run studio -- export --seed S --out DIR [--base N] [--role N] [--errs R,P,C,D] [--unfiltered] [--traces T]
      writes base.jsonl and one ROLE.jsonl for training (N documents, N rows a role): what the oracle says, which errs,
      asked until it leads to a program that passes every test; --unfiltered keeps what it says first; --traces shows the
      debugger in T per cent of its rows what the program did, line by line, and marks all of them so
  npm run studio -- distill --seed S --out DIR (--count N | --problems FILE) [--teacher TEACHER]
      a teacher plays the four roles; keeps what led to a program that passes every test
  npm run studio -- supervise --seed S --out DIR (--count N | --problems FILE) [--teacher TEACHER] [--student STUDENT]
      the student solves; on a failure the teacher says which role is at fault and why, and that role answers again
  npm run studio -- correct --seed S --out DIR (--count N [--steps N,N] | --problems FILE) [--teacher TEACHER]
                            [--student STUDENT]
      the student plans each problem P times and writes Q programs from the statement alone (--plans 8, --direct 8); a plan
      from which its coder writes a program that fails a test, or such a program, is paired with the teacher's in
      preferences.jsonl. --steps: the family's problems of so many steps, in turn
  npm run studio -- merge DIR… --out DIR
      puts the shards of a distillation or supervision together: the files that one run of the whole would have written
  npm run studio -- languages --seed S --out DIR [--agents python,javascript,lua] [--rounds N] [--engine ENGINE]
      agents, one a language, discuss and write instructions with answers; keeps what running bears out

  TEACHER is oracle (the family's problems alone), openai:URL with --model NAME, or engine:DIR. STUDENT is a model's folder
  (public/models/quartet-tiny), or openai:URL with --student-model NAME and, if it wants one, --student-key VARIABLE.
  The oracle errs in --errs per cent of its answers as retriever, planner, coder and debugger (10,15,30,20;
  0,0,0,0 under correct).
  distill, supervise and correct write ROLE.jsonl and preferences.jsonl, and go on where they were stopped. More options:
    --language L (python)   --plans N (1)   --programs N (2; 1 under supervision)   --rounds N (2)
    --in-flight N (8)   --context N (32768)   --key VARIABLE (OPENAI_API_KEY)   --threads N: engines and programs
    --price-prompt X   --price-completion X   money for a million tokens
    --shard I/N   the I-th of N parts alone, each in a folder of its own and on any machine; docs/cluster.md
    --sandbox chromium|threads   where programs run: threads are no wall. An endpoint's run in Chromium, if nothing is said

  languages: ENGINE is script (agents without a model, of the family's problems alone), openai:URL with --model NAME, or
  engine:DIR. It writes sft.jsonl, pairs.jsonl, README.md, memories.json, and coder, debugger and preferences.jsonl for
  packs, and goes on where it was stopped. More options:
    --form FORM (parallel)   central, parallel, or translate: the seeds' programs carried over one to one
    --seeds SEEDS (family)   family, folder:DIR of source files, or runs:FILE,FILE that History exported
    --discussions N (2)   side by side in a round      --turns N (2)   --budget N (40000)   tokens of a discussion
    --solutions N (2)   programs an agent      --mends N (1)      --temperature X (0.8)
    --no-memory   --memories FILE   what the agents begin with, as memories.json has it
    --sandbox chromium|threads (chromium)   where programs run: threads are no wall, for the scripted agents alone
`;

async function family(count: number, seed: number, out: string, split: string): Promise<void> {
  if (!SPLITS.includes(split as Split))
    throw new UsageError(`--split is ${SPLITS.join(', ')}, not “${split}”.`);
  const file = new LineWriter(join(out, 'problems.jsonl'));
  const solved = new LineWriter(join(out, 'solved.jsonl'));
  for await (const { problem, made } of familyProblems(seed, split as Split, 0, count)) {
    await file.write(problem);
    await solved.write(toSolved(made, problem));
  }
  await file.close();
  await solved.close();
  process.stderr.write(`${count} problems in ${join(out, 'problems.jsonl')}\n`);
}

async function exams(out: string): Promise<void> {
  for (const exam of Object.keys(EXAMS) as Exam[]) {
    const file = new LineWriter(join(out, `${exam}.jsonl`));
    for await (const { row } of examProblems(exam)) await file.write(row);
    await file.close();
  }
  process.stderr.write(`${Object.keys(EXAMS).length} exams in ${out}\n`);
}

async function exportTo(
  seed: number,
  out: string,
  size: { base: number; role: number },
  options: { errs: Errs; unfiltered: boolean },
  traces: number,
): Promise<void> {
  const traced = traces > 0 ? createTracedRows(traces, seed) : null;
  const files = new Map<string, LineWriter>();
  const slips = new Map<string, number>();
  let rows = 0;
  for (const one of exportRows(seed, size, options)) {
    const { file } = one;
    const row = traced ? await traced.row(one) : one.row;
    if (!files.has(file)) files.set(file, new LineWriter(join(out, `${file}.jsonl`)));
    await files.get(file)!.write(row);
    for (const slip of one.file === 'base' ? [] : one.dropped)
      slips.set(`${file}: ${slip}`, (slips.get(`${file}: ${slip}`) ?? 0) + 1);
    if (++rows % 10_000 === 0) process.stderr.write(`${rows} rows, now ${file}\n`);
  }
  traced?.dispose();
  for (const file of files.values()) await file.close();
  process.stderr.write(`${rows} rows in ${out}; the oracle erred: ${errsText(options.errs)}\n`);
  for (const [slip, count] of slips)
    process.stderr.write(`${count} ${options.unfiltered ? 'kept all the same' : 'dropped'}, ${slip}\n`);
}

const COMMANDS = ['family', 'exams', 'export', ...TEACHING, 'merge', 'languages'];

await runCommand(USAGE, async () => {
  const { values, positionals } = given();
  if (values.help) return null;
  const [command, ...folders] = positionals;
  if (!command || !COMMANDS.includes(command))
    throw new UsageError(command ? `There is no command “${command}”.` : 'Which command?');
  const { out } = values;
  if (!out) throw new UsageError('--out names the folder to write to.');
  if (values.shard && !isTeaching(command))
    throw new UsageError(`--shard is for ${TEACHING.join(', ')}, not for ${command}.`);
  if (command === 'merge') {
    await mergeRuns(folders, out);
    return true;
  }
  mkdirSync(out, { recursive: true });
  if (command === 'exams') {
    await exams(out);
    return true;
  }
  const seed = whole('seed', values.seed);
  if (command === 'family') await family(whole('count', values.count), seed, out, values.split ?? 'test');
  else if (command === 'export')
    await exportTo(
      seed,
      out,
      { base: whole('base', values.base, 160_000), role: whole('role', values.role, 20_000) },
      { errs: errsOf(values.errs), unfiltered: values.unfiltered ?? false },
      percent('traces', values.traces),
    );
  else if (command === 'languages') return speak(values, seed, out);
  else if (isTeaching(command)) return teach(command, values, out);
  return true;
}, ['MergeError']);
