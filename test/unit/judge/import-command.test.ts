import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProblemFile } from '../../../tools/problem-file.ts';

const out = mkdtempSync(join(tmpdir(), 'quartet-import-'));
const path = (name: string): string => join(out, name);
const problem = (title: string): string =>
  JSON.stringify({ title, tests: [{ id: '1', input: '1', answers: ['2'], origin: 'secret' }] });

beforeAll(() => {
  writeFileSync(path('two.jsonl'), `${problem('First')}\n${problem('Second')}\n`);
  writeFileSync(path('mixed.jsonl'), `${problem('First')}\n{"title": 3}\n${problem('Third')}\n`);
  mkdirSync(path('tests'));
  writeFileSync(path('tests/1.in'), 'x');
  writeFileSync(path('tests/1.ans'), 'y');
  symlinkSync('1.in', path('tests/2.in'));
  symlinkSync(path('tests/1.ans'), path('tests/2.ans'));
  mkdirSync(path('linked'));
  writeFileSync(path('linked/1.in'), 'x');
  symlinkSync('../tests/1.ans', path('linked/1.ans'));
  writeFileSync(
    path('problem_descriptions.jsonl'),
    JSON.stringify({ src_uid: 'abc', description: 'D', sample_inputs: [], sample_outputs: [] }),
  );
  mkdirSync(path('elsewhere'));
  writeFileSync(path('elsewhere/unittest_db.json'), '{"abc": [{"input": "1", "output": ["1"]}]}');
});
afterAll(() => rmSync(out, { recursive: true }));

function judge(...names: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'tools/judge.ts', ...names],
    { encoding: 'utf8' },
  );
  const problems = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return { status, titles: problems.map(({ title }) => title), problems, stderr };
}

describe('judge --import', () => {
  test('prints every problem of every file as JSON, one a line, and ends with 0', () => {
    const { status, titles, problems } = judge(
      '--import',
      path('two.jsonl'),
      path('tests'),
      path('elsewhere/unittest_db.json'),
      path('problem_descriptions.jsonl'),
    );
    expect(titles).toEqual(['xCodeEval abc', 'First', 'Second', 'tests']);
    expect(status).toBe(0);
    // Links within the folder are the files that they lead to.
    expect(problems.at(-1).tests).toMatchObject([
      { id: '1', input: 'x', answers: ['y'] },
      { id: '2', input: 'x', answers: ['y'] },
    ]);
  });

  test('says what could not be read, prints the others, and ends with 1', () => {
    const { status, titles, stderr } = judge(
      '--import',
      path('mixed.jsonl'),
      path('nowhere'),
      path('two.jsonl'),
    );
    expect(titles).toEqual(['First', 'Third', 'First', 'Second']);
    expect(stderr).toContain('mixed.jsonl, line 2, tests: is missing; it should be a list.\n');
    expect(stderr).toContain(`${path('nowhere')}: there is no such file or folder.\n`);
    expect(status).toBe(1);
  });

  test('without a file is a mistake of the command line', () => {
    const { status, stderr } = judge('--import');
    expect(stderr).toMatch(/^A file to import is needed\.\n\nUsage:/);
    expect(status).toBe(2);
  });
});

describe('the problem that a command line names', () => {
  test('is the file’s only one, or the N-th after #', async () => {
    expect((await readProblemFile(`${path('two.jsonl')}#2`)).title).toBe('Second');
    expect((await readProblemFile(path('tests'))).title).toBe('tests');
    await expect(readProblemFile(path('two.jsonl'))).rejects.toThrow('holds 2 problems; name one as');
    await expect(readProblemFile(`${path('two.jsonl')}#3`)).rejects.toThrow('holds 2 problems; name one as');
  });

  test('is not read through links that lead out of its folder', async () => {
    await expect(readProblemFile(path('linked'))).rejects.toThrow(
      'linked/1.ans: is a link that leads to no file of its folder.',
    );
  });

  test('past one that cannot be read is still the N-th', async () => {
    expect((await readProblemFile(`${path('mixed.jsonl')}#3`)).title).toBe('Third');
    await expect(readProblemFile(`${path('mixed.jsonl')}#2`)).rejects.toThrow('line 2, tests: is missing');
  });
});
