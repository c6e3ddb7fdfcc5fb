import type { Language, Run } from '../sandbox/program.ts';
import type { Checked } from './checking.ts';
import type { Exchange } from './exchange.ts';
import type { Limits, Test } from './problem.ts';
import type { Interaction } from './programs/interaction.ts';
import type { TestResult } from './verdict.ts';

const KEPT = 4096;

/** What a verdict on a run also depends on. */
interface Terms {
  limits: Limits;
  language: Language;
}

/** What one run says about one test; `taken` is what the exchange took back from it, which `check` compares. */
export async function verdictOfRun(
  run: Run,
  taken: Taken,
  test: Test,
  check: (output: string) => Promise<Checked>,
  terms: Terms,
): Promise<TestResult> {
  const { output, aside } = 'output' in taken ? taken : { output: '', aside: run.stdout };
  const judgement =
    faultOf(run, terms) ??
    ('missing' in taken ? missing(taken.missing) : judgementOf(await check(taken.output)));
  return {
    id: test.id,
    ...judgement,
    stdout: head(output),
    stderr: tail(aside + run.stderr),
    measured: measuredOf(run),
  };
}

/**
 * What a conversation says about one test. An interactor that turns a submission down before it has ended is right,
 * whatever becomes of the submission; otherwise the submission's own fault comes first, and then the interactor's word,
 * which `check` has to confirm if it is AC.
 */
export async function verdictOfInteraction(
  { submission, ruling, first, transcript }: Interaction,
  test: Test,
  check: () => Promise<Checked>,
  terms: Terms,
): Promise<TestResult> {
  const { verdict, detail, remark } = ruling;
  const idle = submission?.exit.kind === 'limit' && submission.exit.limit === 'idle';
  const turnedDown = verdict !== 'AC' && first === 'interactor' && !idle;
  const own = submission && !turnedDown ? faultOf(submission, terms) : null;
  const judgement = own ?? (verdict === 'AC' ? judgementOf(await check()) : { verdict, detail });
  return {
    id: test.id,
    ...(remark ? { remark: tail(remark) } : {}),
    ...judgement,
    stdout: head(submission?.stdout ?? ''),
    stderr: tail(submission?.stderr ?? ''),
    transcript,
    measured: submission ? measuredOf(submission) : { ms: 0 },
  };
}

function measuredOf({ ms, memoryBytes }: Run): TestResult['measured'] {
  return { ms: Math.round(ms), ...(memoryBytes === undefined ? {} : { memoryBytes }) };
}

const SANDBOX_ENDED = 'the sandbox ended';

/** Whether what ran beside the program may be what it came to this by: cores that it lacked, a process that it shared. */
export function isDoubtful({ verdict, detail }: TestResult): boolean {
  return verdict === 'TLE' || (verdict === 'RE' && detail.startsWith(`${SANDBOX_ENDED}:`));
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
type Judgement = Pick<TestResult, 'verdict' | 'detail' | 'difference' | 'remark'>;

function judgementOf(check: Checked): Judgement {
  const { remark, ...told } = check;
  const kept = remark ? { remark: tail(remark) } : {};
  return told.verdict === 'AC' ? { verdict: 'AC', detail: '', ...kept } : { ...told, ...kept };
}

const missing = (what: string): Judgement => ({ verdict: 'PE', detail: what });

/** What the submission itself did wrong, whatever it printed; null if nothing. */
function faultOf({ exit, stderr }: Run, { limits, language }: Terms): Judgement | null {
  if (exit.kind === 'crash') return { verdict: 'RE', detail: `${SANDBOX_ENDED}: ${exit.message}` };
  if (exit.kind === 'code')
    return exit.code === 0 ? null : { verdict: 'RE', detail: failure(exit.code, stderr) };
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
      return {
        verdict: 'ILE',
        detail: 'waits for an answer to what it never sent; is everything that it prints flushed?',
      };
  }
}

function failure(code: number, stderr: string): string {
  if (stderr.trim() === '') return `exit code ${code}`;
  return `exit code ${code}: ${lastLine(stderr)}${lineOf(stderr)}`;
}

/** The error itself: Python's traceback ends with it, JavaScript's stack begins with it, clang's first is named so. */
function lastLine(text: string): string {
  const compiler = /^main\.\w+:\d+:\d+: (?:fatal )?error: (.+)$/m.exec(text);
  if (compiler) return compiler[1]!;
  // Ruby's backtrace begins with it; a piece of the source may follow.
  const ruby = /^\S+:\d+:in '.*?': (.+)$|^\s+\|\s+\^~* (.+)$/m.exec(text);
  if (ruby) return (ruby[1] ?? ruby[2])!;
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at |^main\.\w+:\d+$/.test(line));
  const line = lines.at(-1)?.trim() ?? '';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

/**
 * The deepest line of the submission's own file that the text names, as ` (line 3)`. None where the harness that calls
 * a function (`call.py`, Lua's `call`) lies deeper: the file's last line is then only what was added to it.
 */
function lineOf(text: string): string {
  const python = [...text.matchAll(/File "(?:main\.py", line (\d+)|call\.py")/g)].at(-1);
  const line = (python ?? /main\.\w+:(\d+)|\bat call:\d/.exec(text))?.[1];
  return line ? ` (line ${line})` : '';
}

function head(text: string): string {
  return text.length > KEPT ? `${text.slice(0, KEPT)}\n…` : text;
}

function tail(text: string): string {
  return text.length > KEPT ? `…\n${text.slice(-KEPT)}` : text;
}
