import { setMaxListeners } from 'node:events';
import { DEFAULT_OPTIONS } from '../src/agents/options.ts';
import { bareCoder } from '../src/agents/roles/bare-coder.ts';
import type { Problem } from '../src/judge/problem.ts';
import type { Asked } from '../src/studio/examine/budget.ts';
import { examine, type Method } from '../src/studio/examine/examine.ts';
import { broken, CONTROLS, mend } from '../src/studio/examine/mend.ts';
import { fewShot, type RoleTexts, TUNED } from '../src/studio/examine/shots.ts';
import { EXAMS, type Exam, firstProblems } from '../src/studio/exams.ts';
import { openResults } from './bench/exams/open-results.ts';
import { examsOf, OPTIONS, seedsOf, wantedBy } from './bench/exams/options.ts';
import { rememberingJudge } from './bench/exams/remembering-judge.ts';
import type { Key, Result, Task } from './bench/exams/results.ts';
import { tables } from './bench/exams/table.ts';
import { namedVariants, openVariant, type Variant, variants } from './bench/exams/variant.ts';
import { readArguments, runCommand, whole } from './command-line.ts';
import { openJudge, sandboxOf } from './studio/judge.ts';

const PACKS = 'four packs';
const VARIANTS = 'training/runs/quartet-tiny/variants';
/** What training makes to compare with, and where. */
const TRAINED = {
  'one adapter for all roles': `${VARIANTS}/one-adapter/model`,
  'fully fine-tuned on all roles': `${VARIANTS}/full/model`,
  'four packs, nothing filtered': `${VARIANTS}/unfiltered/model`,
  'four packs, not corrected': `${VARIANTS}/unpreferred/model`,
  'four packs, neither supervised nor corrected': `${VARIANTS}/unsupervised/model`,
  'four adapters, unmerged f32': `${VARIANTS}/f32`,
};
const USAGE = `Usage: npm run bench:roles -- [OPTIONS]
       npm run bench:roles -- merge FILE… --results FILE [OPTIONS]     puts the results of all shards together

What the roles are worth: solves the exams by each method with the same number of tokens a problem, and prints pass@1
with 95 % intervals, unreadable answers and McNemar's test against “${PACKS}”. Results are kept: what is there is not
made again, and a run that was stopped goes on.

  --exam E,E           of A, B, D, W, C and “faults”, programs with a planted fault for the debugger alone; all by default
  --count N            the first N problems of each exam (100; C has 40)
  --seed S,S           seeds (1)
  --budget N           tokens of answers a problem (700)
  --model DIR          base and packs (public/models/quartet-tiny)
  --variant NAME=DIR   another model to compare, any number of times; without, those that python -m training.variants
                       makes in ${VARIANTS}. What is not there is left out, out loud
  --only TEXT,TEXT     methods of these names, or that have one of these in them
  --rounds N           mends of one program at most (3)
  --no-grammar         do not hold answers to their role's grammar
  --threads N          engines side by side, and programs (2)
  --results FILE       where results are kept (training/runs/bench-roles/results.jsonl)
  --sandbox S          where programs run: chromium (the built page) or threads, which are no wall (threads)
  --shard I/N          the I-th of N parts alone, into results of its own; docs/cluster.md
  --table              only print what is there already
`;
const LANGUAGE = 'python';
const TEMPERATURE = 0.8;
/** Problems under way at once: so many fill an engine's batches of 16 while others wait for the judge. */
const AT_ONCE = 24;
const { signal } = new AbortController();
// Every problem under way listens to it.
setMaxListeners(0, signal);

const given = () =>
  readArguments({
    allowPositionals: true,
    options: {
      ...OPTIONS,
      ...{
        exam: { type: 'string' },
        sandbox: { type: 'string' },
        rounds: { type: 'string' },
        variant: { type: 'string', multiple: true },
      },
      'no-grammar': { type: 'boolean' },
    },
  });
type Given = ReturnType<typeof given>;

/** One column of the comparison: who answers, and how it is asked. */
interface Contender {
  name: string;
  method: Method;
  /** For the planted faults; null where there is no debugger. */
  debugger: RoleTexts['debugger'] | null;
  variant: Variant;
}

/** Holds no answer to a grammar, as for a model that cannot be held to one. */
const free = (engine: Asked): Asked => ({
  info: { ...engine.info, constrains: [] },
  countTokens: (prompt) => engine.countTokens(prompt),
  submit: (requests, abort) => engine.submit(requests, abort),
});

/** Programs without a plan, as many as in the page. */
const { direct: DIRECT, plans: PLANS } = DEFAULT_OPTIONS;

/** As in the page, where the base alone writes every other program that has no plan. */
const packs = (rounds: number, direct = DIRECT, writers = [bareCoder, TUNED.coder]): Method => ({
  ...{ texts: TUNED, plans: PLANS, rounds, direct, writers },
});

/** The methods of the model that ships, and those of every variant that is there. */
async function* contenders(
  values: Given['values'],
  rounds: number,
  threads: number,
): AsyncGenerator<Contender> {
  const names = [
    PACKS,
    'four packs without the debugger',
    'four packs, the base never asked',
    'four packs, always with a plan',
    'base in its documents’ form',
    'base with examples',
  ];
  const named = namedVariants(values.variant, TRAINED);
  const isWanted = wantedBy(values.only, [...names, ...named.map(([name]) => name)]);
  if (names.some(isWanted)) {
    const variant = await openVariant(values.model ?? 'public/models/quartet-tiny', threads);
    const { texts, count } = await fewShot(variant.engine);
    const shown = Object.entries(count).map(([role, shots]) => `${role} ${shots}`);
    process.stderr.write(`examples that the base is shown: ${shown.join(', ')}\n`);
    const methods: [Method, RoleTexts['debugger'] | null][] = [
      [packs(rounds), TUNED.debugger],
      [packs(0), null],
      [packs(rounds, DIRECT, [TUNED.coder]), null],
      [packs(rounds, 0), null],
      [{ texts: null, writers: [bareCoder], plans: PLANS, rounds: 0, direct: 0 }, null],
      [{ texts, writers: [texts.coder], plans: PLANS, rounds, direct: DIRECT }, texts.debugger],
    ];
    for (const [i, [method, debug]] of methods.entries())
      if (isWanted(names[i]!)) yield { name: names[i]!, method, debugger: debug, variant };
    await variant.dispose();
  }
  for await (const [name, variant] of variants(named, isWanted, threads))
    yield {
      name,
      // One that was trained as a whole has no base beside it.
      method: variant.hasBase ? packs(rounds) : packs(rounds, DIRECT, [TUNED.coder]),
      ...{ debugger: TUNED.debugger, variant },
    };
}

async function main(command: Given): Promise<void> {
  const { values } = command;
  const { results, complete } = await openResults<Result>(command, 'training/runs/bench-roles/results.jsonl');
  const exams = examsOf(values.exam, Object.keys(EXAMS), ['faults']);
  const count = whole('count', values.count, 100);
  const budget = whole('budget', values.budget, 700);
  const seeds = seedsOf(values.seed);
  const grammar = !values['no-grammar'];
  const shown = (one: Result) =>
    exams.includes(one.exam) &&
    seeds.includes(one.seed) &&
    (one.kind === 'mend' || one.budget === budget) &&
    one.grammar === grammar;
  await complete(run);
  // Of weights that were trained anew, the last ones alone.
  const models = new Map(results.all.map(({ method, model }) => [method, model]));
  const latest = results.all.filter((one) => shown(one) && models.get(one.method) === one.model);
  process.stdout.write(`${tables(latest, PACKS)}\n`);

  async function run(): Promise<void> {
    const threads = Math.max(1, whole('threads', values.threads, 2));
    const sandbox = await openJudge(sandboxOf(values.sandbox, 'threads'), threads);
    const judge = rememberingJudge(sandbox.judge);
    const problems = new Map<string, Promise<Problem[]>>();
    const rounds = whole('rounds', values.rounds, 3);
    try {
      for await (const { name, method, debugger: text, variant } of contenders(values, rounds, threads)) {
        const engine = grammar ? variant.engine : free(variant.engine);
        const model = variant.id;
        for (const seed of seeds)
          for (const exam of exams) {
            const common = { exam, seed, grammar, model };
            if (exam === 'faults') {
              if (text) await faults(name, text, { ...common, engine });
              continue;
            }
            const found = problems.get(exam) ?? firstProblems(exam as Exam, count);
            problems.set(exam, found);
            const tasks = (await found).map((problem, at): Task<Key, Result> => {
              const key: Key = { ...common, problem: at, method: name, budget };
              const context = { engine, judge, tokens: budget, seed, signal };
              return {
                key,
                work: async () => ({
                  ...key,
                  kind: 'exam',
                  ...(await examine(problem, method, {
                    ...context,
                    ...{ temperature: TEMPERATURE, language: LANGUAGE },
                  })),
                }),
              };
            });
            await results.workOff(`${name}, ${exam}, seed ${seed}`, tasks, AT_ONCE);
          }
      }
    } finally {
      await sandbox.dispose();
    }

    async function faults(
      name: string,
      text: RoleTexts['debugger'],
      { engine, ...common }: Pick<Key, 'exam' | 'seed' | 'grammar' | 'model'> & { engine: Asked },
    ): Promise<void> {
      for (const control of CONTROLS) {
        const tasks: Task<Key, Result>[] = [];
        for (let index = 0; tasks.length < count; index++) {
          const one = broken(control, 20_280_000, index);
          if (!one) continue;
          const key: Key = { ...common, problem: index, method: `${name}, ${control}`, budget: 0 };
          const context = { engine, judge, seed: common.seed, signal };
          tasks.push({
            key,
            work: async () => ({ ...key, kind: 'mend', ...(await mend(one, text, context)) }),
          });
        }
        await results.workOff(`${name}, ${control}`, tasks, AT_ONCE);
      }
    }
  }
}

await runCommand(USAGE, async () => {
  const command = given();
  if (command.values.help) return null;
  await main(command);
  return true;
}, ['WeightsError', 'RolePackError', 'EngineError', 'VariantError', 'MergeError']);
