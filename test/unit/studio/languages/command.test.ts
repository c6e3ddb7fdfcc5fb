import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const folder = () => mkdtempSync(join(tmpdir(), 'quartet-languages-'));
const NODE = ['--import', 'tsx', 'tools/studio.ts', 'languages'];
const studio = (...words: string[]) => promisify(execFile)(process.execPath, [...NODE, ...words]);
const options = (out: string) => [
  ...['--seed', '3', '--out', out, '--agents', 'javascript,lua', '--rounds', '2', '--discussions', '1'],
  ...['--sandbox', 'threads'],
];
const FILES = ['sft', 'pairs', 'coder', 'debugger', 'preferences'].map((name) => `${name}.jsonl`);
const written = (out: string) =>
  [...FILES, 'README.md', 'memories.json'].map((file) => readFileSync(join(out, file), 'utf8'));
const rows = (out: string, file: string) =>
  readFileSync(join(out, file), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test('a run of the language agents that is killed goes on, and ends in the same files', async () => {
  const [whole, broken] = [folder(), folder()];
  const { stdout } = await studio(...options(whole));
  expect(stdout).toMatch(/^javascript: \d+ from seeds, \d+ from agents, \d+ pairs, \d+ dropped$/m);

  const child = spawn(process.execPath, [...NODE, ...options(broken)], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const journal = () => {
    const path = join(broken, 'outcomes.jsonl');
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
  };
  await expect.poll(journal, { timeout: 60_000, interval: 5 }).toBeGreaterThan(8);
  child.kill('SIGKILL');
  await ended;
  const { stderr } = await studio(...options(broken));
  expect(stderr).toContain('going on in round ');
  expect(written(broken)).toEqual(written(whole));

  const [row] = rows(whole, 'sft.jsonl').filter(({ part }) => part === 'agents');
  expect(row.messages.map(({ role }: { role: string }) => role)).toEqual(['user', 'assistant']);
  expect(row.provenance).toMatchObject({ engine: 'scripted agents', seed: 3, verdict: 'AC' });
  expect(row.provenance.sample.agreeing).toEqual(['javascript', 'lua']);
  for (const pair of rows(whole, 'pairs.jsonl')) {
    expect(pair.chosen).not.toEqual(pair.rejected);
    expect(pair.rejectedFor.run.input).not.toBe('');
  }
}, 120_000);

test.each([
  [
    ['--sandbox', 'threads', '--engine', 'openai:http://127.0.0.1:9/v1', '--model', 'm'],
    'for the scripted agents alone',
  ],
])(
  'languages %j is refused with a reason',
  async (words, reason) => {
    await expect(studio('--seed', '1', '--out', folder(), ...words)).rejects.toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining(reason) },
    });
  },
  60_000,
);
