import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openResults } from '../../../tools/bench/exams/open-results.ts';
import type { Key, Result, Task } from '../../../tools/bench/exams/results.ts';

const folder = mkdtempSync(join(tmpdir(), 'quartet-bench-shards-'));
let files = 0;
const file = () => join(folder, `${files++}.jsonl`);
const METHODS = ['four packs', 'base'];
const EXAMS = { A: 5, C: 2 };

interface Bench {
  shard?: string;
  results?: string;
  model?: string;
  methods?: string[];
  count?: string;
}

/** Examines two methods on two exams of different sizes, as the benchmarks do: what comes of a problem depends on it alone. */
async function bench({ shard, results = file(), model = 'm', methods = METHODS, count }: Bench) {
  const values = { results, ...(shard && { shard }), ...(count && { count }) };
  const opened = await openResults<Result>({ values, positionals: [] }, '');
  await opened.complete(async () => {
    for (const method of methods)
      for (const [exam, size] of Object.entries(EXAMS)) {
        const tasks = Array.from({ length: size }, (_, problem): Task<Key, Result> => {
          const key: Key = { exam, problem, method, model, seed: 1, budget: 700, grammar: true };
          const solved = (problem + method.length) % 3 > 0;
          const examined = {
            solved,
            first: false,
            answers: 3,
            unreadable: 0,
            tokens: 9 * problem,
            chosen: null,
          };
          return { key, work: async () => ({ ...key, kind: 'exam', ...examined }) };
        });
        await opened.results.workOff(`${method}, ${exam}`, tasks, 2);
      }
  });
  return results;
}
const merge = (parts: string[], results = file()) =>
  openResults<Result>({ values: { results }, positionals: ['merge', ...parts] }, '').then(() => results);
const shards = (of: number) =>
  Promise.all(Array.from({ length: of }, (_, i) => bench({ shard: `${i + 1}/${of}` })));
const text = (path: string) => readFileSync(path, 'utf8');

test.each([1, 2, 3, 7])('results in %i shards, put together, are the file of one machine', async (of) => {
  const whole = text(await bench({}));
  const parts = await shards(of);
  const merged = await merge(parts.toReversed());
  expect(text(merged)).toBe(whole);
  expect(whole.trim().split('\n')).toHaveLength(14);
  // Again it adds nothing, whatever a kill left behind the last line.
  appendFileSync(parts[0]!, '{"exam":"A","prob');
  expect(text(await merge(parts, merged))).toBe(whole);
});

test('a shard that was killed goes on, and is not put together before its end', async () => {
  const [first, second] = (await shards(2)) as [string, string];
  const whole = text(first);
  writeFileSync(first, whole.slice(0, whole.length / 2));
  const note = first.replace('.jsonl', '.shard.json');
  writeFileSync(note, text(note).replace('"finished":true', '"finished":false'));
  await expect(merge([first, second])).rejects.toThrow(`Shard 1/2 (${first}) has not come to its end`);
  expect(text(await bench({ shard: '1/2', results: first }))).toBe(whole);
});

test('shards that are no parts of one run are refused, with what they differ in', async () => {
  const first = await bench({ shard: '1/2' });
  const refused = async (other: Bench, reason: string) =>
    expect(merge([first, await bench({ shard: '2/2', ...other })])).rejects.toThrow(reason);
  await refused({ count: '9' }, 'they differ in count');
  await refused({ shard: '2/3' }, 'they differ in the number of shards');
  await refused({ model: 'n' }, '“four packs” in exam A with seed 1, 700 tokens was another model in');
  await refused({ shard: '1/2' }, 'are both shard 1/2');
  await refused({ methods: ['base'] }, 'has 0 problems of “four packs” in exam A');
  await expect(merge([first])).rejects.toThrow('Shard 2/2 is missing');
  await expect(merge([await bench({})])).rejects.toThrow('holds no shard');
  await expect(merge([])).rejects.toThrow('Which files?');
});

test('a shard’s results are a file of their own', async () => {
  const [whole, first] = [await bench({}), await bench({ shard: '1/2' })];
  await expect(bench({ results: whole, shard: '1/2' })).rejects.toThrow('holds results of no shard');
  await expect(bench({ results: first })).rejects.toThrow('holds shard 1/2. Give --shard 1/2');
  await expect(bench({ results: first, shard: '1/2', count: '3' })).rejects.toThrow('count differ');
  await expect(merge([first], first)).rejects.toThrow('holds a shard');
});
