import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Automation } from '../src/automation.ts';
import { createProblem } from '../src/judge/create.ts';
import type { Grade } from '../src/judge/grade.ts';
import type { Problem } from '../src/judge/problem.ts';
import { type BenchPrograms, PROGRAMS } from './bench/programs.ts';
import { openSite } from './site.ts';

/**
 * What judging costs in each language, in the built page in a headless Chromium, in milliseconds:
 * `cold`: from asking to the first verdict, in a page that has not used the language yet;
 * `again`: the same for the next submissions, one right after the other (median), each in a worker of its own;
 * `test`: each further test of a submission; `100`: a trivial submission with 100 tests;
 * `sieve`: a CPU-bound program; `native`: the same with the machine's own toolchain; and how often longer it takes.
 */
const SUBMISSIONS = 7;
const MANY = 100;

async function problemOf(tests: number): Promise<Problem> {
  return createProblem({
    title: 'Add',
    tests: Array.from({ length: tests }, (_, i) => ({
      id: `${i + 1}`,
      input: `${i} 1\n`,
      answers: [`${i + 1}\n`],
      origin: 'secret' as const,
    })),
    limits: { timeMs: 30_000, memoryBytes: 2 ** 28, outputBytes: 2 ** 20 },
  });
}

const judgeInPage = async ([problem, language, source]: [Problem, string, string]) => {
  const { quartet } = globalThis as unknown as { quartet: Automation };
  const start = performance.now();
  const judged: Grade = await quartet.judge(problem, { language, source });
  return { judged, ms: performance.now() - start };
};

async function accepted(page: Page, problem: Problem, { language }: BenchPrograms, source: string) {
  const { judged, ms } = await page.evaluate(judgeInPage, [problem, language, source] as never);
  const wrong = judged.tests.find(({ verdict }) => verdict !== 'AC');
  if (wrong) throw new Error(`${language}: test ${wrong.id} got ${wrong.verdict}: ${wrong.detail}`);
  return { ms, tests: judged.tests };
}

function nativeMs({ sieve, native: { command, args, extension } }: BenchPrograms): number | null {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const file = join(folder, `sieve${extension}`);
  writeFileSync(file, sieve);
  const start = performance.now();
  const { status, stdout } = spawnSync(command, args(file), { encoding: 'utf8' });
  const ms = performance.now() - start;
  rmSync(folder, { recursive: true });
  return status === 0 && stdout.trim() === '348513' ? ms : null;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;
const columns = (cells: string[]): string =>
  cells.map((cell, i) => (i ? cell.padStart(9) : cell.padEnd(18))).join('');
const whole = (ms: number): string => ms.toFixed(0);

const one = await problemOf(1);
const many = await problemOf(MANY);
const counting = await createProblem({
  title: 'Primes',
  tests: [{ id: '1', input: '', answers: ['348513\n'], origin: 'secret' }],
  limits: { timeMs: 60_000, memoryBytes: 2 ** 29, outputBytes: 2 ** 20 },
});

const { page, close } = await openSite();
try {
  process.stdout.write(`${columns(['ms', 'cold', 'again', 'test', '100', 'sieve', 'native', 'times'])}\n`);
  for (const programs of PROGRAMS) {
    const cold = await accepted(page, one, programs, programs.trivial);
    const again: number[] = [];
    for (let i = 0; i < SUBMISSIONS; i++) {
      again.push((await accepted(page, one, programs, `${programs.trivial}\n`)).ms);
    }
    const single = median(again);
    const hundred = await accepted(page, many, programs, programs.trivial);
    const sieve = (await accepted(page, counting, programs, programs.sieve)).tests[0]!.measured.ms;
    const native = nativeMs(programs);
    const cells = [cold.ms, single].map(whole);
    cells.push(Math.max(0, (hundred.ms - single) / (MANY - 1)).toFixed(1), whole(hundred.ms), whole(sieve));
    cells.push(native === null ? '–' : whole(native), native === null ? '–' : (sieve / native).toFixed(1));
    process.stdout.write(`${columns([programs.language, ...cells])}\n`);
  }
} finally {
  await close();
}
