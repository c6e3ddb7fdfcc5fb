import { setMaxListeners } from 'node:events';
import { languageName } from '../src/agents/languages.ts';
import { DEFAULT_OPTIONS } from '../src/agents/options.ts';
import { bareCoder } from '../src/agents/roles/bare-coder.ts';
import type { Problem } from '../src/judge/problem.ts';
import { languageOf } from '../src/sandbox/languages.ts';
import { type ExamineContext, type Examined, examine } from '../src/studio/examine/examine.ts';
import { TUNED } from '../src/studio/examine/shots.ts';
import { examineVia } from '../src/studio/examine/via.ts';
import { firstProblems } from '../src/studio/exams.ts';
import { openaiTeacher } from '../src/studio/teachers/openai-teacher.ts';
import { FREE } from '../src/studio/teachers/teacher.ts';
import { openResults } from './bench/exams/open-results.ts';
import { OPTIONS, seedsOf, wantedBy } from './bench/exams/options.ts';
import { rememberingJudge } from './bench/exams/remembering-judge.ts';
import type { Key, Result, Results, Task } from './bench/exams/results.ts';
import { tables } from './bench/exams/table.ts';
import { namedVariants, openVariant, type Variant, variants } from './bench/exams/variant.ts';
import { readArguments, runCommand, UsageError, whole } from './command-line.ts';
import { openJudge, sandboxOf } from './studio/judge.ts';
import { sender } from './studio/teachers.ts';

const EXAM = 'A';
const PYTHON_PACKS = 'packs of Python';
const VARIANTS = 'training/runs/tiny-xcoder';
const TRAINED = {
  'packs of Python’s data translated one to one': `${VARIANTS}/translated/model`,
  'packs of the agents’ data, without memory': `${VARIANTS}/no-memory/model`,
  'packs of the agents’ data, with memory': `${VARIANTS}/memory/model`,
};
const BASE = 'base in its documents’ form';
const viaPython = (name: string): string => `${name}, via Python`;
const USAGE = `Usage: npm run bench:languages -- [OPTIONS]
       npm run bench:languages -- merge FILE… --results FILE [OPTIONS]     puts the results of all shards together

What is known in one language and asked for in another: solves exam A in each language with the same number of tokens a
problem, by packs of Python asked in that language, by packs trained on the languages' data, in the base's documents' form,
and via Python, carried over. Prints pass@1 with 95 % intervals and McNemar's test against “${PYTHON_PACKS}”. Results are
kept: what is there is not made again, and a run that was stopped goes on.

  --languages L,L      (javascript,lua)
  --count N            the first N problems (100)
  --seed S,S           seeds (1)
  --budget N           tokens of answers a problem (700)
  --rounds N           mends of one program at most (3)
  --model DIR          base and packs of Python (public/models/quartet-tiny)
  --variant NAME=DIR   other packs to compare, any number of times; without, those that python -m training.xcoder makes in
                       ${VARIANTS}. What is not there is left out, out loud
  --endpoint URL       an OpenAI-compatible endpoint too, directly and via Python, with --endpoint-model NAME
  --endpoint-budget N  tokens of its answers a problem (8000)
  --only TEXT,TEXT     methods of these names, or that have one of these in them
  --threads N          engines side by side, and programs (2)
  --results FILE       where results are kept (training/runs/bench-languages/results.jsonl)
  --sandbox S          where programs run: chromium (the built page) or threads, which are no wall (threads)
  --shard I/N          the I-th of N parts alone, into results of its own; docs/cluster.md
  --table              only print what is there already
`;
const TEMPERATURE = 0.8;
const VIA = 'python';
/** Problems under way at once: so many fill an engine's batches of 16 while others wait for the judge. */
const AT_ONCE = 24;
const KEY = 'OPENAI_API_KEY';
const { signal } = new AbortController();
// Every problem under way listens to it.
setMaxListeners(0, signal);

const text = { type: 'string' } as const;
const given = () =>
  readArguments({
    allowPositionals: true,
    options: {
      ...OPTIONS,
      ...{ languages: text, rounds: text, sandbox: text, variant: { type: 'string', multiple: true } },
      ...{ endpoint: text, 'endpoint-model': text, 'endpoint-budget': text },
    },
  });
type Given = ReturnType<typeof given>;

/** One row of the comparison: who answers, and how a problem is gone about. */
interface Contender {
  name: string;
  variant: Variant;
  budget: number;
  solve(problem: Problem, context: ExamineContext): Promise<Examined>;
}

/** All that are wanted and there, one model after the other. */
async function* contenders(values: Given['values'], threads: number): AsyncGenerator<Contender[]> {
  const rounds = whole('rounds', values.rounds, 3);
  const budget = whole('budget', values.budget, 700);
  const named = namedVariants(values.variant, TRAINED);
  const model = values['endpoint-model'];
  const isNamed = wantedBy(values.only, [
    ...[PYTHON_PACKS, viaPython(PYTHON_PACKS), BASE],
    ...named.flatMap(([name]) => [name, viaPython(name)]),
    ...(model ? [model, viaPython(model)] : []),
  ]);
  const isWanted = ({ name }: Contender) => isNamed(name);
  // What the packs write, and nothing of the base's.
  const roles = { texts: TUNED, writers: [TUNED.coder], direct: DEFAULT_OPTIONS.direct, plans: 1, rounds };
  const documents = { texts: null, writers: [bareCoder], direct: 0, plans: 1, rounds: 0 };
  const direct = (
    name: string,
    variant: Variant,
    method: Parameters<typeof examine>[1],
    tokens = budget,
  ) => ({
    ...{ name, variant, budget: tokens },
    solve: (problem: Problem, context: ExamineContext) => examine(problem, method, context),
  });
  const via = (name: string, variant: Variant, tokens = budget): Contender => ({
    ...{ name, variant, budget: tokens },
    solve: (problem, context) => examineVia(problem, VIA, rounds, context),
  });

  const base = await openVariant(values.model ?? 'public/models/quartet-tiny', threads);
  yield [
    direct(PYTHON_PACKS, base, roles),
    direct(BASE, base, documents),
    via(viaPython(PYTHON_PACKS), base),
  ].filter(isWanted);
  await base.dispose();

  const either = (name: string) => isNamed(name) || isNamed(viaPython(name));
  for await (const [name, variant] of variants(named, either, threads))
    yield [direct(name, variant, roles), via(viaPython(name), variant)].filter(isWanted);

  if (!values.endpoint) return;
  if (!model) throw new UsageError('--endpoint-model names the endpoint’s model.');
  const teacher = openaiTeacher({
    ...{ model, inFlight: 8, contextLength: 32_768, prices: FREE },
    send: sender(values.endpoint, process.env[KEY]),
  });
  const variant: Variant = {
    ...{ engine: teacher.engineFor(), hasBase: false, id: `endpoint ${model}` },
    dispose: async () => {},
  };
  const tokens = whole('endpoint-budget', values['endpoint-budget'], 8000);
  yield [direct(model, variant, roles, tokens), via(viaPython(model), variant, tokens)].filter(isWanted);
}

async function main(command: Given): Promise<void> {
  const { values } = command;
  const languages = values.languages?.split(',') ?? ['javascript', 'lua'];
  const seeds = seedsOf(values.seed);
  const count = whole('count', values.count, 100);
  const { results, complete } = await openResults<Result>(
    command,
    'training/runs/bench-languages/results.jsonl',
  );
  await complete(() => measure(values, { results, languages, seeds, count }));
  for (const language of languages) {
    const own = results.all
      .filter(({ method, seed }) => method.startsWith(`${language}: `) && seeds.includes(seed))
      .filter(({ problem }) => problem < count)
      .map((one) => ({ ...one, method: one.method.replace(`${language}: `, '') }));
    process.stdout.write(`## ${languageName(language)}\n\n${tables(own, PYTHON_PACKS)}\n`);
  }
}

interface Measuring {
  results: Results<Key, Result>;
  languages: readonly string[];
  seeds: readonly number[];
  count: number;
}

async function measure(
  values: Given['values'],
  { results, languages, seeds, count }: Measuring,
): Promise<void> {
  const problems = await firstProblems(EXAM, count);
  for (const language of languages) languageOf(language);
  const threads = Math.max(1, whole('threads', values.threads, 2));
  const sandbox = await openJudge(sandboxOf(values.sandbox, 'threads'), threads);
  const judge = rememberingJudge(sandbox.judge);
  try {
    for await (const group of contenders(values, threads))
      for (const { name, variant, budget, solve } of group)
        for (const language of languages)
          for (const seed of seeds) {
            const context = { ...{ engine: variant.engine, judge, tokens: budget, seed, language, signal } };
            const tasks = problems.map((problem, at): Task<Key, Result> => {
              const key: Key = {
                ...{
                  exam: EXAM,
                  problem: at,
                  method: `${language}: ${name}`,
                  model: variant.id,
                  seed,
                  budget,
                },
                grammar: true,
              };
              return {
                key,
                work: async () => ({
                  ...key,
                  kind: 'exam',
                  ...(await solve(problem, { ...context, temperature: TEMPERATURE })),
                }),
              };
            });
            await results.workOff(`${languageName(language)}, ${name}`, tasks, AT_ONCE);
          }
  } finally {
    await sandbox.dispose();
  }
}

await runCommand(USAGE, async () => {
  const command = given();
  if (command.values.help) return null;
  await main(command);
  return true;
}, ['WeightsError', 'RolePackError', 'EngineError', 'VariantError', 'TeacherError', 'MergeError']);
