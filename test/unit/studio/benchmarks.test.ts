import { afterAll, describe, expect, test } from 'vitest';
import { coder, debuggerRole, PROMPT_HASHES, planner, retriever } from '../../../src/agents/roles/index.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { importFiles } from '../../../src/judge/import/index.ts';
import { sourceOf } from '../../../src/judge/import/source.ts';
import type { Problem } from '../../../src/judge/problem.ts';
import type { EngineEvent, EngineInfo, Request } from '../../../src/llm/engine.ts';
import { ROLES } from '../../../src/llm/engine.ts';
import { BENCHMARK_IDS, type BenchmarkId } from '../../../src/studio/benchmarks/benchmark.ts';
import { checkRows } from '../../../src/studio/benchmarks/check.ts';
import { exportOf } from '../../../src/studio/benchmarks/export.ts';
import { type Listing, listProblems, NoBenchmarkError } from '../../../src/studio/benchmarks/listing.ts';
import { METHODS, methodOf, usualMethods } from '../../../src/studio/benchmarks/methods.ts';
import {
  type BenchmarkSettings,
  chosenProblems,
  DEFAULTS,
  partOf,
} from '../../../src/studio/benchmarks/plan.ts';
import { reportsOf } from '../../../src/studio/benchmarks/report.ts';
import { keyText, type Row } from '../../../src/studio/benchmarks/row.ts';
import { type BenchmarkParts, runBenchmark } from '../../../src/studio/benchmarks/run.ts';
import { tablesOf } from '../../../src/studio/benchmarks/tables.ts';
import type { Asked } from '../../../src/studio/examine/budget.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';
import { FORMATS, type MadeProblem } from '../../benchmark-files.ts';
import { recount } from '../../recount.ts';

const runner = createNodeRunner();
const judge = createJudge(runner);
afterAll(() => runner.dispose());

/** What the scripted model knows: doubling always, squaring with its packs alone, cubing never. */
const KNOWN = ['double', 'square', 'cube'] as const;
const POWER = { double: (x: number) => 2 * x, square: (x: number) => x * x, cube: (x: number) => x ** 3 };
const MADE = KNOWN.map((name): MadeProblem => {
  const pair = (x: number): [string, string] => [`${x}\n`, `${POWER[name](x)}\n`];
  return {
    name,
    statement: `Print the ${name} of a number.`,
    samples: [pair(3)],
    secret: [pair(4), pair(777)],
  };
});

const info: EngineInfo = {
  ...{ model: 'scripted', baseHash: 'bits', executor: 'cpu', adapter: 'script', kernels: 'none' },
  ...{ contextLength: 4096, maxBatch: 8, positionBytes: null, parameters: 0, weightBytes: 0 },
  ...{ constrains: [], thinks: false },
  packs: ROLES.map((role) => ({
    ...{ role, hash: `${role}-pack`, promptHash: PROMPT_HASHES[role], bytes: 0, share: 0 },
    languages: ['javascript'],
  })),
};

const program = (expression: string) =>
  `const x = Number(require('fs').readFileSync(0, 'utf8'));\nconsole.log(${expression});\n`;
const SOURCES = { double: program('2 * x'), square: program('x * x'), cube: program('3 * x') };

/** Plans cannot be read without packs where the cube is asked for. */
function answer({ id, role, prompt }: Request): string {
  const asked = JSON.stringify(prompt);
  const name = KNOWN.find((one) => asked.includes(`the ${one} of`))!;
  const input = { language: 'javascript' } as never;
  const plan = { steps: ['Read the number.', 'Print.'] };
  const source = name === 'square' && role === null ? SOURCES.double : SOURCES[name];
  if (id.startsWith('retriever'))
    return retriever.write([{ similar: 'S', technique: 'T', tutorial: 'U' }], input);
  if (id.startsWith('planner')) return name === 'cube' && role === null ? '' : planner.write(plan, input);
  if (id.startsWith('coder')) return coder.write(source, input);
  return debuggerRole.write({ plan, source }, input);
}

const asked: Request[] = [];
const engine: Asked = {
  info,
  countTokens: async (prompt) => Math.ceil(JSON.stringify(prompt).length / 4),
  async *submit(requests): AsyncGenerator<EngineEvent> {
    for (const request of requests) {
      asked.push(request);
      const text = answer(request);
      yield { type: 'token', request: request.id, channel: 'answer', text, tokens: [1] };
      const promptTokens = Math.ceil(JSON.stringify(request.prompt).length / 4);
      const usage = { promptTokens, computedPromptTokens: promptTokens, completionTokens: text.length };
      const measured = { ms: 1, forced: 0, guessed: 0, accepted: 0 };
      yield { type: 'end', request: request.id, reason: 'stop', usage, measured };
    }
  },
};

/** Reads a set as whoever runs it does; problems are kept in memory. */
async function setOf(files: Record<string, string>) {
  const kept = new Map<string, Problem>();
  const shelf = {
    keep: async (problem: Problem) => void kept.set(problem.id, problem),
    read: async ({ id }: Pick<Problem, 'id' | 'revision'>) => kept.get(id)!,
  };
  const encode = (text: string) => new TextEncoder().encode(text);
  const sources = Object.entries(files).map(([path, text]) => sourceOf(path, encode(text)));
  const reading = listProblems(importFiles(sources), shelf);
  let next = await reading.next();
  while (!next.done) next = await reading.next();
  return { shelf, listings: next.value };
}

const settingsOf = ({ benchmark, set }: Listing): BenchmarkSettings => ({
  ...DEFAULTS,
  ...{ benchmark, set, count: 100, language: 'javascript', tokens: 20_000 },
  methods: usualMethods(info),
});

const partsOf = (shelf: BenchmarkParts['shelf'], rows: readonly Row[] = []): BenchmarkParts => {
  const keys = new Set(rows.map(keyText));
  let joules = 0;
  return {
    ...{ engine, judge, shelf, readsDocuments: false, archive: { find: async () => [] } },
    traceOf: () => async () => '',
    has: (key) => keys.has(keyText(key)),
    joules: () => (joules += 2),
    now: () => 0,
    signal: new AbortController().signal,
  };
};

async function rowsOf(listing: Listing, settings: BenchmarkSettings, parts: BenchmarkParts): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const event of runBenchmark(listing, settings, parts))
    if (event.type === 'row') rows.push(event.row);
  return rows;
}

const cells = (rows: readonly Row[], title: string): Record<string, string[]> => {
  const [report] = reportsOf(rows);
  const table = tablesOf(report!).find((one) => one.title.startsWith(title))!;
  return Object.fromEntries(table.rows.map(([name, ...rest]) => [name!, rest]));
};

/** Everything of a set is run once; the tests look at what came of it. */
const results = {} as Record<BenchmarkId, { shelf: BenchmarkParts['shelf']; listing: Listing; rows: Row[] }>;
for (const id of BENCHMARK_IDS) {
  const { shelf, listings } = await setOf(FORMATS[id](MADE));
  const [listing] = listings as [Listing];
  results[id] = { shelf, listing, rows: await rowsOf(listing, settingsOf(listing), partsOf(shelf)) };
}

describe.each(BENCHMARK_IDS)('a set in the format of %s', (id) => {
  const { listing, rows, shelf } = results[id];

  test('is listed with its problems, all of which are graded on what its grader runs', () => {
    expect(listing).toMatchObject({ benchmark: id, leftOut: [] });
    expect(listing.problems).toHaveLength(3);
    // xCodeEval grades on its hidden tests alone.
    expect(listing.problems.every(({ tests }) => tests === (id === 'xcodeeval' ? 2 : 3))).toBe(true);
  });

  test('has the results that are known: each method solves what its model knows, and no other', () => {
    expect(rows).toHaveLength(3 * 4);
    const solved = rows
      .filter((row) => row.solved)
      .map(({ title, method }) => {
        const name = KNOWN.find((one) => title.includes(one) || title.includes(one.toLowerCase()))!;
        return `${name} ${method}`;
      });
    expect(solved.sort()).toEqual([
      ...['double direct', 'double mapcoder', 'double quartet', 'double quartet-packs'],
      'square quartet-packs',
    ]);
    const table = cells(rows, 'Results');
    expect(table['direct coding']!.slice(0, 3)).toEqual(['3', '1 of 3', '33.3 (6.1–79.2)']);
    expect(table['Quartet with packs']!.slice(0, 3)).toEqual(['3', '2 of 3', '66.7 (20.8–93.9)']);
    expect(table['direct coding']!.at(-1)).toBe('2');
  });

  test('gives the table that a script computes from its exported rows', () => {
    const files = exportOf(listing, settingsOf(listing), rows, { test: 'yes' });
    const script = recount(files['results.jsonl']!);
    const table = cells(rows, 'Results');
    const failures = cells(rows, 'Answers');
    for (const [method, [solved, share, prompt, answers]] of Object.entries(script.methods)) {
      const { name } = methodOf(method as Row['method']);
      expect(table[name]!.slice(1, 5)).toEqual([solved, share, prompt, answers]);
      expect(failures[name]).toEqual(ROLES.map((role) => script.failures[method]![role]));
    }
    const [report] = reportsOf(rows);
    const pairs = tablesOf(report!).find(({ title }) => title.startsWith('Pairs'))!;
    const byName = new Map(METHODS.map((method) => [method.name, method.id]));
    expect(pairs.rows).toHaveLength(6);
    for (const [first, second, both, onlyFirst, onlySecond, p] of pairs.rows) {
      const key = `${byName.get(first!)}|${byName.get(second!)}`;
      expect([both, Number(onlyFirst), Number(onlySecond), p]).toEqual(['3', ...script.pairs[key]!]);
    }
  });

  test('its exported programs are judged again to the same verdicts, without a model', async () => {
    const before = asked.length;
    const signal = new AbortController().signal;
    let count = 0;
    for await (const { same } of checkRows(rows, { judge, shelf, signal })) {
      expect(same).toBe(true);
      count++;
    }
    expect(count).toBe(rows.filter(({ handedIn }) => handedIn !== null).length);
    expect(asked.length).toBe(before);
  });
});

const { listing, rows, shelf } = results.codecontests;

test('no question holds a hidden test, and packs are on for the methods with packs alone', () => {
  const prompts = asked.map(({ prompt }) => JSON.stringify(prompt));
  expect(prompts.some((text) => text.includes('Print the cube'))).toBe(true);
  expect(prompts.filter((text) => text.includes('777'))).toEqual([]);
  const on = new Set(rows.filter(({ by }) => by.packs.length > 0).map(({ method }) => method));
  expect([...on]).toEqual(['quartet-packs']);
});

test('format failures are told by role', () => {
  const table = cells(rows, 'Answers');
  // MapCoder has three plans for each of three problems, those for the cube empty; Quartet stops early on two.
  expect(table['MapCoder, k 3, t 5']!.slice(0, 2)).toEqual(['0 of 3', '3 of 9']);
  expect(table['Quartet with packs']![1]).toBe('0 of 5');
});

test('a run that was interrupted goes on with what is missing, and ends in the same rows', async () => {
  const settings = settingsOf(listing);
  const strip = (all: readonly Row[]) => all.map(({ seconds, joules, ...row }) => row);
  const some = rows.slice(0, 5);
  const more = await rowsOf(listing, settings, partsOf(shelf, some));
  expect(strip([...some, ...more])).toEqual(strip(rows));
});

test('two machines with a shard each make the rows of one, none twice', async () => {
  const settings = settingsOf(listing);
  const keys: string[] = [];
  for (const nth of [1, 2]) {
    const part = partOf(listing, settings, nth, 2);
    for (const row of await rowsOf(part, settings, partsOf(shelf))) keys.push(keyText(row));
  }
  expect(keys.sort()).toEqual(rows.map(keyText).sort());
});

test('what was done by another model, with other packs or another budget is no result of this one', async () => {
  const settings = { ...settingsOf(listing), count: 1 };
  const count = async (change: Partial<BenchmarkSettings>, over = engine) =>
    (await rowsOf(listing, { ...settings, ...change }, { ...partsOf(shelf, rows), engine: over })).length;
  expect(await count({})).toBe(0);
  expect(await count({ tokens: 19_999 })).toBe(4);
  const [first, ...others] = info.packs;
  const repacked = { ...engine, info: { ...info, packs: [{ ...first!, hash: 'new' }, ...others] } };
  // What runs without packs stays as it was.
  expect(await count({}, repacked)).toBe(1);
});

test('a model without packs is compared without them, and refused where they are asked for', async () => {
  const bare = { ...engine, info: { ...info, packs: [] } };
  expect(usualMethods(bare.info)).toEqual(['direct', 'mapcoder', 'quartet']);
  const parts = { ...partsOf(shelf), engine: bare };
  await expect(rowsOf(listing, settingsOf(listing), parts)).rejects.toThrow(
    'Quartet with packs: scripted has no role packs to put on; leave this method out.',
  );
});

test('the first problems are a sample that neither the files’ order nor their names decide', async () => {
  const { listings } = await setOf({
    'other.jsonl': FORMATS.codecontests([...MADE].reverse())['code_contests_test.jsonl']!,
  });
  expect(listings[0]).toEqual(listing);
});

test('contest days and languages choose problems, and what is left out is told', async () => {
  const calls = JSON.parse(FORMATS.livecodebench(MADE)['test6.jsonl']!.split('\n')[0]!);
  const functional = {
    ...calls,
    question_title: 'triple',
    contest_date: '2025-04-01',
    public_test_cases: '[{"input": "1", "output": "3", "testtype": "functional"}]',
    metadata: '{"func_name": "triple"}',
  };
  const silent = { ...calls, question_title: 'silent', public_test_cases: '[]' };
  const text = `${FORMATS.livecodebench(MADE)['test6.jsonl']}${JSON.stringify(functional)}\n${JSON.stringify(silent)}\n${JSON.stringify(calls)}\nwhat\n`;
  const [one] = (await setOf({ 'test6.jsonl': text })).listings;
  expect(one!.leftOut.map(({ title, why }) => `${title}: ${why}`)).toEqual([
    'silent: it shows no sample test, by which programs could be told apart',
    'double: it stands there twice',
    expect.stringContaining('test6.jsonl, line 7'),
  ]);
  const chosen = (change: object) => {
    const { problems, notInLanguage } = chosenProblems(one!, { ...settingsOf(one!), ...change });
    return [problems.map(({ title }) => title).sort(), notInLanguage];
  };
  expect(chosen({})).toEqual([['cube', 'double', 'square', 'triple'], 0]);
  expect(chosen({ since: '2025-02-01', until: '2025-03-31' })).toEqual([['cube', 'square'], 0]);
  expect(chosen({ language: 'cpp' })).toEqual([['cube', 'double', 'square'], 1]);
  expect(chosen({ count: 2 })[0]).toHaveLength(2);
});

test('files of several benchmarks are told apart, though they have problems in common', async () => {
  const all = BENCHMARK_IDS.map((id) => FORMATS[id](MADE));
  const { listings } = await setOf(Object.assign({}, ...all));
  expect(listings.map(({ benchmark, problems }) => `${benchmark} ${problems.length}`).sort()).toEqual(
    BENCHMARK_IDS.map((id) => `${id} 3`).sort(),
  );
});

test('files without a problem of these benchmarks are refused with the reason', async () => {
  await expect(setOf({ 'x.jsonl': '{"title": "Sum", "tests": []}\n' })).rejects.toThrow(NoBenchmarkError);
});

test('the report in Markdown and CSV says what it is of, and what the papers have beside it', () => {
  const files = exportOf(listing, settingsOf(listing), rows, {});
  expect(files['report.md']).toContain('scripted (bits) on none; JavaScript; at most 20,000 tokens');
  expect(files['report.md']).toContain('| GPT-4 | MapCoder | 28.5 | the test split |');
  expect(files['report.csv']!.split('\r\n')).toHaveLength(1 + 4 + 1);
  expect(JSON.parse(files['problems.json']!)).toEqual(listing);
});
