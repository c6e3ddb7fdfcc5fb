import { execFile, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { WRITERS } from '../../../src/studio/family/writers.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'quartet-distill-'));
const NODE = ['--import', 'tsx', 'tools/studio.ts', 'distill'];
const options = (out: string, count: number) => [
  '--seed',
  '3',
  '--count',
  `${count}`,
  '--language',
  'lua',
  '--out',
  out,
];
const studio = (...words: string[]) => promisify(execFile)(process.execPath, [...NODE, ...words]);

const FILES = ['retriever', 'planner', 'coder', 'debugger', 'preferences'].map((name) => `${name}.jsonl`);
const written = (out: string) => FILES.map((file) => readFileSync(join(out, file), 'utf8'));
const journal = (out: string) => {
  const path = join(out, 'outcomes.jsonl');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
};

test('a distillation that is killed goes on, and ends in the same files', async () => {
  const [whole, broken] = [folder(), folder()];
  const { stdout } = await studio(...options(whole, 8));
  expect(stdout).toMatch(/^\d of 8 kept in /);
  expect(stdout).toContain('answers could not be read');

  const child = spawn(process.execPath, [...NODE, ...options(broken, 8)], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await expect.poll(() => journal(broken), { timeout: 60_000, interval: 5 }).toBeGreaterThan(0);
  child.kill('SIGKILL');
  await ended;
  const done = journal(broken);
  // What a kill leaves in the middle of a line.
  appendFileSync(join(broken, 'outcomes.jsonl'), '{"index":7,"probl');
  const { stderr } = await studio(...options(broken, 8));
  expect(stderr).toContain(`going on after ${done} problems`);
  expect(written(broken)).toEqual(written(whole));
  expect(written(whole)[2]!.trim().split('\n').length).toBeGreaterThan(3);
}, 120_000);

test('the embedded model’s plans are corrected, and the run says of what problems', async () => {
  const out = folder();
  const words = [
    'tools/studio.ts',
    'correct',
    '--seed',
    '11',
    '--count',
    '4',
    '--steps',
    '2,3',
    '--out',
    out,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', ...words]);
  expect(stdout).toMatch(/^\d of 4 kept in /);
  const lines = readFileSync(join(out, 'outcomes.jsonl'), 'utf8').trim().split('\n');
  const paired = lines.flatMap((line) => (JSON.parse(line) as { pairs?: object[] }).pairs ?? []);
  const pairs = readFileSync(join(out, 'preferences.jsonl'), 'utf8').split('\n').filter(Boolean);
  expect(pairs.map((line) => JSON.parse(line))).toEqual(paired);
  expect(JSON.parse(readFileSync(join(out, 'settings.json'), 'utf8'))).toMatchObject({
    command: 'correct',
    plans: 8,
    problems: 'family, of 2, 3 steps',
  });
}, 120_000);

test('a run is not mixed with one of other settings', async () => {
  const out = folder();
  await studio(...options(out, 1));
  await expect(studio(...options(out, 1), '--plans', '2')).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('holds a run with other settings'),
  });
}, 60_000);

test.each([
  [
    ['--teacher', 'parrot'],
    '--teacher is oracle, openai:URL (http or https) or engine:FOLDER, not “parrot”.',
  ],
  [['--teacher', 'openai:http://127.0.0.1:9/v1'], '--model names the endpoint’s model.'],
  [['--steps', '2,4'], '--steps takes numbers of steps up to 3, the most in training, not “2,4”.'],
  [['--language', 'cobol'], `The oracle writes ${Object.keys(WRITERS).join(', ')}, not cobol.`],
  [
    ['--in-flight', 'many', '--teacher', 'openai:http://127.0.0.1:9/v1', '--model', 'm'],
    '--in-flight takes a whole number',
  ],
])(
  'distill %j is refused with a reason',
  async (words, reason) => {
    await expect(studio('--seed', '1', '--count', '1', '--out', folder(), ...words)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(reason),
    });
  },
  60_000,
);
