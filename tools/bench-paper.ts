import { setMaxListeners } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Solved } from '../src/agents/archive/archive.ts';
import { createArchive } from '../src/agents/archive/create-archive.ts';
import { BENCHMARK_IDS } from '../src/studio/benchmarks/benchmark.ts';
import { checkRows } from '../src/studio/benchmarks/check.ts';
import { exportOf } from '../src/studio/benchmarks/export.ts';
import type { Listing } from '../src/studio/benchmarks/listing.ts';
import { METHODS, type MethodId, usualMethods } from '../src/studio/benchmarks/methods.ts';
import { type BenchmarkSettings, DEFAULTS, partOf } from '../src/studio/benchmarks/plan.ts';
import { keyText, type Row, type RowKey } from '../src/studio/benchmarks/row.ts';
import { runBenchmark } from '../src/studio/benchmarks/run.ts';
import { seedsOf } from './bench/exams/options.ts';
import { Results } from './bench/exams/results.ts';
import { energyMeter } from './bench/paper/energy.ts';
import { described, ProblemFolder } from './bench/paper/folder.ts';
import { openSandbox } from './bench/paper/sandbox.ts';
import { type OpenModel, openModel } from './bench/solve/open-model.ts';
import { readArguments, runCommand, UsageError, whole } from './command-line.ts';
import { shardOf } from './shards/shard.ts';

const USAGE = `Usage: npm run bench:paper -- --set FILE… [OPTIONS]

The papers' benchmarks on a model of yours: every method on the same problems, with the same seeds and at most as many
tokens a problem, graded by the data set's own rules. Results are kept row by row: what is there is not made again, and a
run that was stopped goes on with the same command, for days if need be.

  --set FILE…       a benchmark's files or folders, read once and kept in DIR: xCodeEval (unittest_db.json with its
                    validation split, or with problem_descriptions.jsonl), APPS, CodeContests or LiveCodeBench as JSON
                    Lines, or the selections that MapCoder's repository has
  --benchmark B     of those that are in DIR already: ${BENCHMARK_IDS.join(', ')}
  --method M,M      of ${METHODS.map(({ id }) => id).join(', ')}
                    (${usualMethods({ packs: [] }).join(',')}, and quartet-packs for a model that has packs)
  --language L      what programs are written in (${DEFAULTS.language})
  --model M         a folder in MLC's format (public/models/quartet-tiny), or an endpoint as URL#MODEL;
                    --context N (32768) is its context, --key VARIABLE (OPENAI_API_KEY) holds its key
  --tokens N        tokens a problem, of prompts and answers (${DEFAULTS.tokens})
  --seed S,S        seeds (1)
  --count N         the first N problems of an order that their ids decide: a sample (all)
  --since DAY, --until DAY   days of contests, where the benchmark has them: 2024-08-01
  --shard I/N       only every N-th of these problems, from the I-th on: one of N machines
  --merge FILE      takes in the results of another machine, any number of times
  --threads N       engines side by side (1); a problem is solved after the other, so that seconds and joules are its own
  --sandbox WHERE   where programs run (chromium): the built page in a headless browser, as a person has it; threads of
                    this process are no wall, for models whose programs you would run anyway
  --out DIR         where problems, results and reports are kept (training/runs/bench-paper)
  --table           only print what is there
  --check           judge the programs that were handed in again; no model is asked
`;
const SOLVED = new URL('../public/problems/solved.json', import.meta.url);
const { signal } = new AbortController();
setMaxListeners(0, signal);

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const given = () =>
  readArguments({
    allowPositionals: true,
    options: {
      ...{ set: many, merge: many, benchmark: text, method: text, language: text, model: text },
      ...{ context: text, key: text, tokens: text, seed: text, count: text, since: text, until: text },
      ...{ shard: text, threads: text, sandbox: text, out: text },
      ...{ table: { type: 'boolean' }, check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    },
  });
type Given = ReturnType<typeof given>['values'];

/** Null where none is named. */
function methodsOf(names: string | undefined): MethodId[] | null {
  if (names === undefined) return null;
  const wanted = names.split(',');
  const unknown = wanted.find((name) => !METHODS.some(({ id }) => id === name));
  if (unknown !== undefined)
    throw new UsageError(`--method is of ${METHODS.map(({ id }) => id).join(', ')}, not “${unknown}”.`);
  return METHODS.map(({ id }) => id).filter((id) => wanted.includes(id));
}

function dayOf(name: string, day: string | undefined): string | null {
  if (day === undefined) return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day))
    throw new UsageError(`--${name} takes a day as 2024-08-01, not “${day}”.`);
  return day;
}

const settingsOf = (
  { benchmark, set }: Listing,
  values: Given,
  usual: readonly MethodId[] = [],
): BenchmarkSettings => ({
  ...{ benchmark, set, language: values.language ?? DEFAULTS.language },
  methods: methodsOf(values.method) ?? [...usual],
  tokens: whole('tokens', values.tokens, DEFAULTS.tokens),
  seeds: seedsOf(values.seed),
  count: whole('count', values.count, Number.MAX_SAFE_INTEGER),
  ...{ since: dayOf('since', values.since), until: dayOf('until', values.until) },
});

/** Takes in the rows of another machine that are not there yet. Throws `UsageError` where a line is no row. */
function merge(file: string, results: Results<RowKey, Row>): void {
  for (const [i, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line === '') continue;
    try {
      const row = JSON.parse(line) as Row;
      if (!results.has(row)) results.add(row);
    } catch {
      throw new UsageError(`${file}:${i + 1} is no result of this benchmark.`);
    }
  }
}

async function main(values: Given, files: readonly string[]): Promise<boolean> {
  if (values.benchmark !== undefined && !BENCHMARK_IDS.some((id) => id === values.benchmark))
    throw new UsageError(`--benchmark is of ${BENCHMARK_IDS.join(', ')}, not “${values.benchmark}”.`);
  const out = values.out ?? 'training/runs/bench-paper';
  const folder = new ProblemFolder(out);
  const listings = files.length > 0 ? await folder.bring(files) : folder.known(values.benchmark);
  const results = new Results<RowKey, Row>(join(out, 'results.jsonl'), keyText);
  const shard = shardOf(values.shard);
  for (const file of values.merge ?? []) merge(file, results);
  for (const listing of listings) {
    process.stderr.write(`${described(listing)}\n`);
    // What is wrong with the command line is said before a model is opened.
    settingsOf(listing, values);
  }
  if (values.check) return check(listings);
  if (!values.table) await run(listings);
  for (const listing of listings) process.stdout.write(report(listing));
  return true;

  function rowsOf({ set }: Listing): Row[] {
    return results.all.filter((row) => row.set === set);
  }

  function report(listing: Listing): string {
    const rows = rowsOf(listing);
    const settings = settingsOf(listing, values, [...new Set(rows.map(({ method }) => method))]);
    const made = exportOf(listing, settings, rows, { node: process.version });
    const place = join(out, `${listing.benchmark}-${listing.set.slice(0, 8)}`);
    mkdirSync(place, { recursive: true });
    for (const [name, content] of Object.entries(made)) writeFileSync(join(place, name), content);
    process.stderr.write(`All that is needed to check these results is in ${place}.\n`);
    return made['report.md']!;
  }

  async function run(wanted: readonly Listing[]): Promise<void> {
    const sandbox = await openSandbox(values.sandbox);
    let opened: OpenModel | null = null;
    try {
      opened = await openModel(values.model ?? 'public/models/quartet-tiny', {
        threads: Math.max(1, whole('threads', values.threads, 1)),
        context: whole('context', values.context, 32_768),
        key: process.env[values.key ?? 'OPENAI_API_KEY'] ?? '',
      });
      const { engine, here, trainedOn } = opened;
      const archive = createArchive(JSON.parse(readFileSync(SOLVED, 'utf8')) as Solved[]);
      // An endpoint's machine is another one.
      const joules = here ? energyMeter() : () => null;
      if (joules() === null)
        process.stderr.write('Energy is not known here: no counter of it can be read.\n');
      const parts = {
        ...{ engine, archive, joules, signal, shelf: folder, readsDocuments: trainedOn !== null },
        ...{ judge: sandbox.judge, traceOf: sandbox.traceOf },
        has: (key: RowKey) => results.has(key),
        now: Date.now,
      };
      for (const listing of wanted) {
        const settings = settingsOf(listing, values, usualMethods(engine.info));
        const part = partOf(listing, settings, shard.at, shard.of);
        for await (const event of runBenchmark(part, settings, parts)) {
          if (event.type !== 'row') continue;
          const { row } = event;
          results.add(row);
          const said = row.verdict ?? 'nothing handed in';
          process.stderr.write(`${row.title}, ${row.method}: ${said}, ${row.seconds.toFixed(1)} s\n`);
        }
      }
    } finally {
      await opened?.dispose();
      await sandbox.dispose();
    }
  }

  async function check(wanted: readonly Listing[]): Promise<boolean> {
    const sandbox = await openSandbox(values.sandbox);
    let [same, other] = [0, 0];
    try {
      const context = { judge: sandbox.judge, shelf: folder, signal };
      for await (const checked of checkRows(wanted.flatMap(rowsOf), context)) {
        if (checked.same) same++;
        else {
          other++;
          const { title, method, verdict } = checked.row;
          process.stdout.write(`${title}, ${method}: ${verdict}, now ${checked.verdict}\n`);
        }
      }
    } finally {
      await sandbox.dispose();
    }
    process.stdout.write(`${same} verdicts are the same, ${other} are not.\n`);
    return other === 0;
  }
}

await runCommand(USAGE, async () => {
  const { values, positionals } = given();
  if (values.help) return null;
  return main(values, [...(values.set ?? []), ...positionals]);
}, [
  ...['WeightsError', 'RolePackError', 'EngineError', 'EndpointError'],
  ...['BenchmarkError', 'NoBenchmarkError'],
]);
