import type { Language, Run } from '../sandbox/program.ts';
import { checkOutput } from './checkers/index.ts';
import type { Exchange } from './exchange.ts';
import type { CheckerSpec, Limits, Test } from './problem.ts';
import type { TestResult } from './verdict.ts';

const KEPT = 4096;

/** What one run says about one test; `taken` is what the exchange took back from it. */
export function verdictOfRun(
  run: Run,
  taken: Taken,
  test: Test,
  checker: CheckerSpec,
  limits: Limits,
  language: Language,
): TestResult {
  const { output, aside } = 'output' in taken ? taken : { output: '', aside: run.stdout };
  return {
    id: test.id,
    ...judged(run, taken, test, checker, limits, language),
    stdout: head(output),
    stderr: tail(aside + run.stderr),
    measured: {
      ms: Math.round(run.ms),
      ...(run.memoryBytes === undefined ? {} : { memoryBytes: run.memoryBytes }),
    },
  };
}

/** A test that cannot be put to any program. */
export function faultyTest(test: Test, fault: string): TestResult {
  const detail = `the test itself is at fault: ${fault}`;
  return { id: test.id, verdict: 'IE', detail, stdout: '', stderr: '', measured: { ms: 0 } };
}

/** The same compile error on a test. */
export function compileErrorOn(test: Test, error: string): TestResult {
  const detail = `does not compile: ${lastLine(error)}${lineOf(error)}`;
  return { id: test.id, verdict: 'CE', detail, stdout: '', stderr: tail(error), measured: { ms: 0 } };
}

export function skipped(test: Test): TestResult {
  const detail = 'not run, because an earlier test failed';
  return { id: test.id, verdict: 'SK', detail, stdout: '', stderr: '', measured: { ms: 0 } };
}

type Taken = ReturnType<Exchange['take']>;
type Judgement = Pick<TestResult, 'verdict' | 'detail' | 'difference'>;

function judged(
  run: Run,
  taken: Taken,
  test: Test,
  checker: CheckerSpec,
  limits: Limits,
  language: Language,
): Judgement {
  const { exit } = run;
  if (exit.kind === 'crash') return { verdict: 'RE', detail: `the sandbox ended: ${exit.message}` };
  if (exit.kind === 'code') {
    if (exit.code !== 0) return { verdict: 'RE', detail: failure(exit.code, run.stderr) };
    if ('missing' in taken) return { verdict: 'PE', detail: taken.missing };
    const check = checkOutput(taken.output, test.answers, checker);
    return check.verdict === 'AC' ? { verdict: 'AC', detail: '' } : check;
  }
  switch (exit.limit) {
    case 'time': {
      const seconds = (limits.timeMs * language.timeFactor) / 1000;
      const factor = `${limits.timeMs / 1000} s × ${language.timeFactor} for ${language.label}`;
      return { verdict: 'TLE', detail: `still running after ${seconds} s (${factor})` };
    }
    case 'memory':
      return { verdict: 'MLE', detail: `needs more than ${limits.memoryBytes} bytes of memory` };
    case 'output':
      return { verdict: 'OLE', detail: `printed more than ${limits.outputBytes} bytes` };
    case 'idle':
      return { verdict: 'ILE', detail: 'waits for input that never comes' };
  }
}

function failure(code: number, stderr: string): string {
  if (stderr.trim() === '') return `exit code ${code}`;
  return `exit code ${code}: ${lastLine(stderr)}${lineOf(stderr)}`;
}

/** The error itself: Python's traceback ends with it, JavaScript's stack begins with it. */
function lastLine(text: string): string {
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at |^main\.\w+:\d+$/.test(line));
  const line = lines.at(-1)?.trim() ?? '';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/**
 * The deepest line of the submission's own file that the text names, as ` (line 3)`. None where the harness that calls
 * a function (`call.py`) lies deeper: the file's last line is then only what was added to it.
 */
function lineOf(text: string): string {
  const python = [...text.matchAll(/File "(?:main\.py", line (\d+)|call\.py")/g)].at(-1);
  const line = (python ?? /main\.\w+:(\d+)/.exec(text))?.[1];
  return line ? ` (line ${line})` : '';
}

function head(text: string): string {
  return text.length > KEPT ? `${text.slice(0, KEPT)}\n…` : text;
}

function tail(text: string): string {
  return text.length > KEPT ? `…\n${text.slice(-KEPT)}` : text;
}
