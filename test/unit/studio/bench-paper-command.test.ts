import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Listing } from '../../../src/studio/benchmarks/listing.ts';
import { noAnswers } from '../../../src/studio/examine/meter.ts';
import { energyMeter } from '../../../tools/bench/paper/energy.ts';
import { FORMATS } from '../../benchmark-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'quartet-paper-'));
afterAll(() => rmSync(folder, { recursive: true }));

const made = ['one', 'two'].map((name) => ({
  ...{ name, statement: `Print ${name}.` },
  samples: [['', `${name}\n`]] as [string, string][],
  secret: [['again', `${name}\n`]] as [string, string][],
}));
for (const [name, text] of Object.entries(FORMATS.livecodebench(made)))
  writeFileSync(join(folder, name), text);

const command = (...words: string[]) =>
  spawnSync(
    process.execPath,
    ['--import', 'tsx', 'tools/bench-paper.ts', '--out', join(folder, 'out'), ...words],
    { encoding: 'utf8' },
  );

test('results of two machines are merged by their keys, reported, and their programs judged again', () => {
  const set = command('--table', '--set', join(folder, 'test6.jsonl'));
  expect(set.stderr).toContain('LiveCodeBench, 2 problems');
  expect(set.stderr).toContain('licence: Creative Commons');
  const sets = join(folder, 'out', 'sets');
  const [name] = readdirSync(sets);
  const listing: Listing = JSON.parse(readFileSync(join(sets, name!), 'utf8'));
  const row = (at: number, says: string) => ({
    ...{ v: 1, benchmark: 'livecodebench', set: listing.set, method: 'direct', seed: 1, tokens: 100 },
    ...{ problem: listing.problems[at]!.id, revision: listing.problems[at]!.revision },
    ...{ title: listing.problems[at]!.title, language: 'javascript', at: 0, seconds: 1, joules: null },
    by: { model: 'm', base: '', executor: 'cpu', kernels: 'k', packs: [] },
    ...{ prompt: 1, computed: 1, decoded: 1, programs: 1, byRole: noAnswers() },
    ...{ handedIn: `console.log('${says}')`, failed: null },
    ...(says === listing.problems[at]!.title
      ? { solved: true, verdict: 'AC' }
      : { solved: false, verdict: 'WA' }),
  });
  const [first, second] = listing.problems.map(({ title }) => title);
  const machines = [[row(0, first!)], [row(0, first!), row(1, `not ${second}`)]];
  for (const [i, rows] of machines.entries())
    writeFileSync(join(folder, `machine${i}.jsonl`), rows.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const merge = [0, 1].flatMap((i) => ['--merge', join(folder, `machine${i}.jsonl`)]);
  expect(command('--table', ...merge).stdout).toContain('| direct coding | 2 | 1 of 2 | 50.0 (9.5–90.5) |');
  expect(command('--check', '--sandbox', 'threads')).toMatchObject({
    stdout: '2 verdicts are the same, 0 are not.\n',
    status: 0,
  });
});

/** Without `flock`, as on macOS, no scheduler's recipe runs. */
const hasFlock = spawnSync('flock', ['--version']).error === undefined;

test.skipIf(!hasFlock)(
  'two shards, put together, have the rows of one machine',
  () => {
    const asked = [
      '--set',
      join(folder, 'test6.jsonl'),
      '--method',
      'direct',
      '--tokens',
      '300',
      '--sandbox',
      'threads',
    ];
    const alone = join(folder, 'alone');
    const spread = join(folder, 'spread');
    const script = (name: string, ...words: string[]) =>
      spawnSync(`training/cluster/${name}.sh`, words, { encoding: 'utf8' });
    command('--out', alone, ...asked);
    for (const shard of ['1', '2']) script('shard', shard, '2', spread, 'bench:paper', ...asked);
    const merged = script('merge', spread, 'bench:paper', ...asked);
    expect(merged.stdout).toContain('| direct coding | 2 |');
    const rowsOf = (out: string) =>
      readFileSync(join(out, 'results.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => ({ ...JSON.parse(line), seconds: 0, at: 0 }))
        .sort((p, q) => (p.problem < q.problem ? -1 : 1));
    expect(rowsOf(spread)).toHaveLength(2);
    expect(rowsOf(spread)).toEqual(rowsOf(alone));
  },
  120_000,
);

test('what is wrong with the command line is said before anything is done', () => {
  const { status, stderr } = command('--shard', '3/2');
  expect(stderr).toContain('--shard takes I/N, the I-th of N parts, from 1/3 to 3/3, not “3/2”.');
  expect(status).toBe(2);
});

test('energy is that of all packages of the processor, over the turns of their counters', () => {
  const powercap = join(folder, 'powercap');
  const zone = (name: string, kind: string, microjoules: number) => {
    mkdirSync(join(powercap, name), { recursive: true });
    const files = { name: `${kind}\n`, energy_uj: `${microjoules}\n`, max_energy_range_uj: '10000000\n' };
    for (const [file, text] of Object.entries(files)) writeFileSync(join(powercap, name, file), text);
  };
  zone('intel-rapl:0', 'package-0', 9_000_000);
  zone('intel-rapl:1', 'package-1', 0);
  zone('intel-rapl:0:0', 'core', 5);
  const joules = energyMeter(powercap);
  expect(joules()).toBe(0);
  zone('intel-rapl:0', 'package-0', 1_000_000);
  zone('intel-rapl:1', 'package-1', 500_000);
  expect(joules()).toBe(2.5);
  expect(energyMeter(join(folder, 'nowhere'))()).toBeNull();
});
