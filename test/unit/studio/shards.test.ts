import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { type Supervised, supervise } from '../../../src/studio/distill/supervise.ts';
import { familyProblems } from '../../../src/studio/family/problems.ts';
import { oracleTeacher } from '../../../src/studio/teachers/oracle-teacher.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';
import { shardOf } from '../../../tools/shards/shard.ts';
import { teach } from '../../../tools/studio/distill.ts';
import { mergeRuns } from '../../../tools/studio/merge.ts';

const temporary = mkdtempSync(join(tmpdir(), 'quartet-shards-'));
let folders = 0;
const folder = () => {
  const path = join(temporary, `${folders++}`);
  mkdirSync(path);
  return path;
};
const filesOf = (path: string) =>
  Object.fromEntries(readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'utf8')]));

// What the command line says of a run.
beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => void vi.restoreAllMocks());

const COUNT = 4;
async function distilled(shard?: string, out = folder()): Promise<string> {
  await teach('distill', { seed: '3', count: `${COUNT}`, language: 'lua', ...(shard && { shard }) }, out);
  return out;
}
const made = new Map<number, Promise<string[]>>();
/** The folders of all shards of a division, made once; a test that changes one makes it whole again. */
function shardsOf(of: number): Promise<string[]> {
  const folders =
    made.get(of) ?? Promise.all(Array.from({ length: of }, (_, i) => distilled(`${i + 1}/${of}`)));
  made.set(of, folders);
  return folders;
}

describe('a distillation in shards', () => {
  let whole: Record<string, string>;
  beforeAll(async () => {
    whole = filesOf(await distilled());
  }, 60_000);

  test.each([1, 2, 3])(
    'of %i parts, put together, is byte for byte that of one machine',
    async (of) => {
      const out = folder();
      await mergeRuns((await shardsOf(of)).toReversed(), out);
      expect(filesOf(out)).toEqual(whole);
      expect(whole['outcomes.jsonl']!.trim().split('\n')).toHaveLength(COUNT);
      expect(whole['coder.jsonl']!.length).toBeGreaterThan(0);
    },
    60_000,
  );

  test('goes on in a shard that was killed, and can be put together once more', async () => {
    const [first, second] = (await shardsOf(2)) as [string, string];
    const out = folder();
    await mergeRuns([first, second], out);
    const [line] = readFileSync(join(first, 'outcomes.jsonl'), 'utf8').split('\n');
    // What a kill leaves.
    writeFileSync(join(first, 'outcomes.jsonl'), `${line}\n{"index":2,"pro`);
    await expect(mergeRuns([first, second], folder())).rejects.toThrow(
      `Shard 1/2 (${first}) has not done problems 2: run it again.`,
    );
    await distilled('1/2', first);
    appendFileSync(join(second, 'outcomes.jsonl'), '{"index":4,"pro');
    await mergeRuns([first, second, out], out);
    expect(filesOf(out)).toEqual(whole);
  }, 60_000);

  test('is not written into the folder of another shard', async () => {
    const [, out] = (await shardsOf(2)) as [string, string];
    await expect(distilled('1/2', out)).rejects.toThrow('holds shard 2/2, not 1/2');
    await expect(distilled(undefined, out)).rejects.toThrow('holds shard 2/2, not 1/1');
  });
});

// Among its first five problems the student fails at some that are repaired and at some that are not.
const SUPERVISED = 6;
test('a supervision in shards gives the outcomes of the whole', async () => {
  const runner = createNodeRunner();
  const student = oracleTeacher('lua', { retriever: 0.3, planner: 0.5, coder: 0.5, debugger: 0.5 });
  const context = {
    judge: createJudge(runner),
    options: {
      ...DEFAULT_OPTIONS,
      ...{ language: 'lua', seed: SUPERVISED, plans: 1, programsPerPlan: 1, rounds: 1 },
    },
    signal: new AbortController().signal,
  };
  async function outcomes(from: number, step: number): Promise<Supervised[]> {
    const problems = familyProblems(SUPERVISED, 'train', from, 5, step);
    const found: Supervised[] = [];
    for await (const one of supervise(problems, student, oracleTeacher('lua'), context, {
      ...{ rounds: 2, from, step },
    }))
      found.push(one);
    return found;
  }
  try {
    const whole = await outcomes(0, 1);
    const parts = [...(await outcomes(0, 2)), ...(await outcomes(1, 2))];
    expect(parts.sort((p, q) => p.index - q.index)).toEqual(whole);
    expect(new Set(whole.map((one) => (one.kept ? 'repaired' : one.cause)))).toEqual(
      new Set(['repaired', 'not repaired', 'solved without help']),
    );
  } finally {
    runner.dispose();
  }
});

test('an endpoint that refuses ends a shard, which goes on when it is given again', async () => {
  const server = createServer((_, response) => void response.writeHead(401).end('no key'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const teacher = `openai:http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const values = { seed: '3', count: '2', teacher, model: 'm', shard: '1/2', sandbox: 'threads' };
  try {
    expect(await teach('distill', values, folder())).toBe(false);
    const said = stderr.mock.calls.join('');
    expect(said).toContain('no key');
    expect(said).toContain('Stopped after 0 problems; the same command goes on.');
  } finally {
    stderr.mockRestore();
    server.close();
  }
});

describe('folders that cannot be put together are refused, and nothing is written', () => {
  interface Written {
    shard?: string;
    count?: number;
    settings?: object;
    indices?: number[];
    detail?: string;
  }
  /** A run's folder, as `teach` leaves one. */
  function written({ shard = '1/2', count = 4, settings = {}, indices = [0, 2], detail = '' }: Written) {
    const path = folder();
    const spent = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };
    const lines = indices.map((index) =>
      JSON.stringify({
        ...{ index, problem: `p${index}`, seed: 1 + index, formatFailures: 0, spent, kept: false },
        ...{ cause: 'a hidden test fails', detail },
      }),
    );
    writeFileSync(join(path, 'settings.json'), JSON.stringify({ seed: 1, prompts: 'p', ...settings }));
    writeFileSync(join(path, 'shard.json'), JSON.stringify({ shard, count }));
    writeFileSync(join(path, 'outcomes.jsonl'), lines.map((line) => `${line}\n`).join(''));
    return path;
  }
  const second: Written = { shard: '2/2', indices: [1, 3] };

  test.each([
    ['of another model', [{}, { ...second, settings: { teacher: 'm' } }], 'they differ in teacher'],
    ['of other prompts', [{}, { ...second, settings: { prompts: 'q' } }], 'they differ in prompts'],
    ['of another seed', [{}, { ...second, settings: { seed: 2 } }], 'they differ in seed'],
    ['of another count', [{}, { ...second, count: 5 }], 'run both with the same --count'],
    ['where a shard is missing', [{}], 'Shard 2/2 is missing (problems 1, 3).'],
    [
      'where a problem is missing',
      [{}, { ...second, indices: [1] }],
      'has not done problems 3: run it again',
    ],
    [
      'that say different things of a problem',
      [{}, second, { detail: 'WA' }],
      'say different things of problem p0 with seed 1',
    ],
  ] satisfies [string, Written[], string][])('%s', async (_, parts, reason) => {
    const out = folder();
    await expect(mergeRuns(parts.map(written), out)).rejects.toThrow(reason);
    expect(readdirSync(out)).toEqual([]);
  });

  test('a folder that holds no shard, and none at all', async () => {
    await expect(mergeRuns([folder()], folder())).rejects.toThrow('holds no shard');
    await expect(mergeRuns([], folder())).rejects.toThrow('Which folders?');
  });

  test('not so parts of several divisions that are the whole together, each problem once', async () => {
    const out = folder();
    const parts = [written({}), written(second), written({ shard: '4/4', indices: [3] })];
    await mergeRuns(parts, out);
    const lines = readFileSync(join(out, 'outcomes.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).index)).toEqual([0, 1, 2, 3]);
  });
});

test.each(['0/3', '4/3', '1', 'a/b', '1/0', '-1/3', '1/3/5', ''])('--shard “%s” is refused', (text) =>
  expect(() => shardOf(text)).toThrow(
    `--shard takes I/N, the I-th of N parts, from 1/3 to 3/3, not “${text}”.`,
  ),
);
