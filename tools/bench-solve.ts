import { setMaxListeners } from 'node:events';
import { createArchive } from '../src/agents/archive/create-archive.ts';
import { traceOnTest } from '../src/agents/trace/on-test.ts';
import { createJudge } from '../src/judge/create-judge.ts';
import { SOLVERS, type Solver, type SolverContext } from '../src/studio/examine/solvers.ts';
import { EXAMS, type Exam, firstProblems } from '../src/studio/exams.ts';
import { familyProblem } from '../src/studio/family/problem.ts';
import { toSolved } from '../src/studio/family/solved.ts';
import { toProblem } from '../src/studio/family/to-problem.ts';
import { openResults } from './bench/exams/open-results.ts';
import { examsOf, OPTIONS, seedsOf, wantedBy } from './bench/exams/options.ts';
import { rememberingJudge } from './bench/exams/remembering-judge.ts';
import type { Key, Task } from './bench/exams/results.ts';
import { openModel } from './bench/solve/open-model.ts';
import { type SolveResult, tables } from './bench/solve/table.ts';
import { readArguments, runCommand, whole } from './command-line.ts';
import { createNodeRunner } from './node-runner.ts';

const REFERENCE = 'MapCoder, k 3, t 5';
const USAGE = `Usage: npm run bench:solve -- [OPTIONS]
       npm run bench:solve -- merge FILE… --results FILE [OPTIONS]     puts the results of all shards together

Whole solves: every method on the same problems with the same seeds and as many tokens a problem, those of prompts (what
is shared within a batch once) and of answers. Prints pass@1 with 95 % intervals, tokens, seconds, and McNemar's test against
“${REFERENCE}”. Results are kept: what is there is not made again, and a run that was stopped goes on.

  --exam E,E        of ${Object.keys(EXAMS).join(', ')} (B,D,W)
  --count N         the first N problems of each exam (100)
  --seed S,S        seeds (1)
  --budget N        tokens a problem (4000)
  --model M         a folder in MLC's format (public/models/quartet-tiny), or an endpoint as URL#MODEL;
                    --context N (32768) is its context, --key VARIABLE (OPENAI_API_KEY) holds its key
  --only TEXT,TEXT  methods of these names, or that have one of these in them: ${Object.keys(SOLVERS).join('; ')}
  --archive N       solved problems in the archive, all of the training family (500)
  --threads N       engines side by side, and problems (2); seconds are those of problems that share the machine
  --results FILE    where results are kept (training/runs/bench-solve/results.jsonl)
  --shard I/N       the I-th of N parts alone, into results of its own; docs/cluster.md
  --table           only print what is there already
`;
const LANGUAGE = 'python';
/** Problems of the archive are drawn by this seed from the training split: none is in an exam. */
const ARCHIVE_SEED = 20_290_000;
const { signal } = new AbortController();
setMaxListeners(0, signal);

const text = { type: 'string' } as const;
const given = () =>
  readArguments({
    allowPositionals: true,
    options: { ...OPTIONS, exam: text, context: text, key: text, archive: text },
  });
type Given = ReturnType<typeof given>;

async function familyArchive(count: number) {
  const made = Array.from({ length: count }, (_, i) => familyProblem(ARCHIVE_SEED, i, 'train'));
  return createArchive(
    await Promise.all(made.map(async (one) => toSolved(one, await toProblem(one, 'archive')))),
  );
}

async function main(command: Given): Promise<void> {
  const { values } = command;
  const { results, complete } = await openResults<SolveResult>(
    command,
    'training/runs/bench-solve/results.jsonl',
  );
  const exams = examsOf(values.exam, ['B', 'D', 'W']);
  const count = whole('count', values.count, 100);
  const budget = whole('budget', values.budget, 4000);
  const seeds = seedsOf(values.seed);
  const isWanted = wantedBy(values.only, Object.keys(SOLVERS));
  const methods = Object.entries(SOLVERS).filter(([name]) => isWanted(name));
  await complete(() => run(methods));
  // Of a model that was trained anew, the last one alone.
  const model = results.all.at(-1)?.model;
  const shown = results.all.filter(
    (one) =>
      one.model === model &&
      one.budget === budget &&
      one.problem < count &&
      exams.includes(one.exam) &&
      seeds.includes(one.seed),
  );
  const order = (one: SolveResult) => Object.keys(SOLVERS).indexOf(one.method);
  process.stdout.write(
    `${tables(
      shown.toSorted((p, q) => order(p) - order(q)),
      REFERENCE,
    )}\n`,
  );

  async function run(wanted: [string, Solver][]): Promise<void> {
    const threads = Math.max(1, whole('threads', values.threads, 2));
    const runner = createNodeRunner();
    const opened = await openModel(values.model ?? 'public/models/quartet-tiny', {
      threads,
      context: whole('context', values.context, 32_768),
      key: process.env[values.key ?? 'OPENAI_API_KEY'] ?? '',
    });
    try {
      const archive = await familyArchive(whole('archive', values.archive, 500));
      const { engine, id } = opened;
      // The interpreter's start is no method's time.
      await runner.prepare({ language: LANGUAGE, source: 'print()' }, signal).then((first) => {
        if (first.ok) first.prepared.dispose();
      });
      const traceOf: SolverContext['traceOf'] = (problem) => (candidate, test, until) =>
        traceOnTest(runner, candidate, problem, test, until);
      for (const exam of exams) {
        const problems = await firstProblems(exam as Exam, count);
        for (const seed of seeds)
          for (const [method, solver] of wanted) {
            const common = { exam, method, model: id, seed, budget, grammar: true };
            // Remembers for this method alone: what another has run before would make it look quick.
            const judge = rememberingJudge(createJudge(runner, { parallel: threads }));
            const context = {
              ...{ engine, judge, tokens: budget, seed, language: LANGUAGE, archive, signal, traceOf },
            };
            const tasks = problems.map((problem, at): Task<Key, SolveResult> => {
              const key: Key = { ...common, problem: at };
              return {
                key,
                async work() {
                  const from = performance.now();
                  const { solved, prompt, computed, decoded, programs } = await solver(problem, context);
                  const seconds = (performance.now() - from) / 1000;
                  return { ...key, solved, prompt, computed, decoded, programs, seconds };
                },
              };
            });
            await results.workOff(`${method}, ${exam}, seed ${seed}`, tasks, threads);
          }
      }
    } finally {
      await opened.dispose();
      runner.dispose();
    }
  }
}

await runCommand(USAGE, async () => {
  const command = given();
  if (command.values.help) return null;
  await main(command);
  return true;
}, ['WeightsError', 'RolePackError', 'EngineError', 'EndpointError', 'MergeError']);
