import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { TRACED_PROMPT_HASH } from '../../../src/agents/roles/index.ts';
import { importFile } from '../../../src/judge/import/index.ts';

const out = mkdtempSync(join(tmpdir(), 'quartet-studio-'));

const studio = (...options: string[]) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'tools/studio.ts', ...options]);

test('studio family writes held-out problems as Problem JSON lines that import again', async () => {
  await studio('family', '--count', '3', '--seed', '8', '--out', out);
  const text = readFileSync(join(out, 'problems.jsonl'), 'utf8');
  const problems = await importFile('problems.jsonl', new TextEncoder().encode(text));
  expect(problems).toEqual(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  expect(problems.map(({ source }) => source)).toEqual([0, 1, 2].map((i) => `family seed 8 #${i}`));
});

test('studio export writes one file for the base and one for each role', async () => {
  await studio('export', '--seed', '8', '--out', out, '--base', '5', '--role', '2');
  const lines = (file: string) =>
    readFileSync(join(out, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  expect(lines('base.jsonl')).toHaveLength(5);
  for (const role of ['retriever', 'planner', 'coder', 'debugger'])
    expect(lines(`${role}.jsonl`)).toMatchObject([{ role }, { role }]);
});

test('studio export --traces shows the debugger what programs did, and marks all of its rows so', async () => {
  const traced = join(out, 'traced');
  await studio('export', '--seed', '3', '--out', traced, '--base', '0', '--role', '6', '--traces', '100');
  const rows = readFileSync(join(traced, 'debugger.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows.map(({ promptHash }) => promptHash)).toEqual(Array(6).fill(TRACED_PROMPT_HASH));
  // A program that does not compile has no trace.
  const texts: string[] = rows.map(({ messages }) => messages[0].content);
  expect(texts.filter((text) => /\nTrace:\n\d+: .*\nInput:\n/s.test(text)).length).toBeGreaterThan(3);
});

test.each([
  [['family', '--count', 'x', '--seed', '1', '--out', out], '--count takes a whole number, not “x”.'],
  [
    ['family', '--count', '1', '--seed', '1', '--out', out, '--split', 'all'],
    '--split is train, test, pairs, longer, wording, not “all”',
  ],
  [['export', '--seed', '1', '--out', out, '--traces', '101'], '--traces takes per cent, at most 100'],
  [['tidy'], 'There is no command “tidy”.'],
  [['export', '--seed', '1'], '--out names the folder'],
])('studio %s is refused with exit status 2 and a reason', async (options, reason) => {
  await expect(studio(...options)).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(reason),
  });
});
