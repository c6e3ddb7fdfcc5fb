import { parseArgs } from 'node:util';
import type { SolveEvent, SolveOptions } from '../src/agents/events.ts';
import { languageName } from '../src/agents/languages.ts';
import { DEFAULT_OPTIONS } from '../src/agents/options.ts';
import type { Automation } from '../src/automation.ts';
import type { Problem } from '../src/judge/problem.ts';
import { LANGUAGES, languageOf } from '../src/sandbox/languages.ts';
import { runCommand, UsageError } from './command-line.ts';
import { readProblemFile } from './problem-file.ts';
import { openSite } from './site.ts';

const { plans, programsPerPlan, rounds, seed } = DEFAULT_OPTIONS;
const USAGE = `Usage: npm run solve -- PROBLEM [options]

Solves a problem with the embedded model in the built page, in a headless browser.

  PROBLEM        a Kattis package (folder or zip), Problem JSON, Competitive Companion JSON,
                 or FILE.jsonl#N for the N-th problem of JSON Lines
  --lang         the language of the program: ${LANGUAGES.map(({ id }) => id).join(', ')} (default ${DEFAULT_OPTIONS.language})
  --via          a language that programs are written in first; the accepted one is carried over and proven
  --k            plans (default ${plans})
  --programs     programs for each plan (default ${programsPerPlan})
  --rounds       debugging rounds at most (default ${rounds})
  --seed         of the run (default ${seed})
  --json         the result as one line of JSON

Progress goes to standard error. Exit status: 0 if the program passes every test, 1 if not, 2 if nothing could be tried.
`;

interface Task {
  problem: Problem;
  options: SolveOptions;
  json: boolean;
}

function whole(name: string, text: string | undefined, fallback: number, least: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > 0xffff_ffff)
    throw new UsageError(`--${name} takes a whole number from ${least} on, not “${text}”.`);
  return value;
}

async function readTask(): Promise<Task | null> {
  const { values, positionals } = given();
  if (values.help) return null;
  if (positionals.length !== 1) throw new UsageError('Name one problem.');
  const options: SolveOptions = {
    ...DEFAULT_OPTIONS,
    language: languageOf(values.lang ?? DEFAULT_OPTIONS.language).id,
    via: values.via === undefined ? null : languageOf(values.via).id,
    plans: whole('k', values.k, plans, 1),
    programsPerPlan: whole('programs', values.programs, programsPerPlan, 1),
    rounds: whole('rounds', values.rounds, rounds, 0),
    seed: whole('seed', values.seed, seed, 0),
  };
  return { problem: await readProblemFile(positionals[0]!), options, json: values.json ?? false };
}

function given() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        lang: text,
        via: text,
        k: text,
        programs: text,
        rounds: text,
        seed: text,
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}.`);
  }
}

/** What a person wants to read while it goes on; null for what says nothing new. */
function progress(event: SolveEvent): string | null {
  switch (event.type) {
    case 'started':
      return `${event.title}: ${event.model} on ${event.executor}, seed ${event.seed}`;
    case 'switched':
      return `  switched to ${event.to ?? 'the bare base'} (${event.measured.ms?.toFixed(1)} ms)`;
    case 'answered':
      return `  ${event.request}: ${event.usage.completionTokens} tokens${event.formatFailure ? `; ${event.formatFailure}` : ''}`;
    case 'judged':
      return `  program ${event.candidate.id}: ${event.tests.map(({ verdict }) => verdict).join(' ')}`;
    case 'compared': {
      const proof = event.difference ? 'differs on one' : 'the same';
      return `  program ${event.candidate} beside ${event.with} on ${event.inputs} generated inputs: ${proof}`;
    }
    case 'ended':
      return `${event.how}: ${event.message} (${((event.measured.ms ?? 0) / 1000).toFixed(1)} s)`;
    default:
      return null;
  }
}

interface Result {
  problem: string;
  how: string;
  message: string;
  language: string;
  program: string | null;
  verdict: string | null;
  tests: { id: string; verdict: string; ms: number; detail: string }[];
}

function resultOf(problem: Problem, options: SolveOptions, events: SolveEvent[]): Result {
  const ended = events.findLast((event) => event.type === 'ended');
  const graded = events.find((event) => event.type === 'graded');
  const judged = events.find(
    (event) => event.type === 'judged' && event.candidate.id === graded?.candidate,
  ) as Extract<SolveEvent, { type: 'judged' }> | undefined;
  const tests = [...(judged?.tests ?? []), ...(graded?.tests ?? [])];
  return {
    problem: problem.title,
    how: ended?.how ?? 'failed',
    message: ended?.message ?? '',
    language: options.language,
    program: judged?.candidate.source ?? null,
    verdict: graded?.verdict ?? null,
    tests: tests.map(({ id, verdict, measured, detail }) => ({ id, verdict, ms: measured.ms, detail })),
  };
}

function report({ program, verdict, tests, language }: Result): string {
  if (program === null) return '';
  const failed = tests.filter((test) => test.verdict !== 'AC');
  const lines = failed.map(({ id, verdict, detail }) => `  ${id}  ${verdict}  ${detail}`);
  const grade =
    verdict === 'SK'
      ? 'No hidden tests; it passes every sample.'
      : `Grade: ${verdict}, ${tests.length - failed.length} of ${tests.length} tests passed.`;
  return [`${languageName(language)}:`, '', program.trimEnd(), '', grade, ...lines, ''].join('\n');
}

async function solve({ problem, options, json }: Task): Promise<boolean> {
  const { page, close } = await openSite();
  try {
    await page.exposeFunction('reportProgress', (event: SolveEvent) => {
      const line = progress(event);
      if (line) process.stderr.write(`${line}\n`);
    });
    const events = await page.evaluate(
      ({ problem, options }) => {
        const { quartet, reportProgress } = globalThis as unknown as {
          quartet: Automation;
          reportProgress(event: SolveEvent): void;
        };
        return quartet.solve(problem, options, (event) => reportProgress(event));
      },
      { problem, options },
    );
    const result = resultOf(problem, options, events);
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : report(result));
    return result.program !== null && result.tests.every(({ verdict }) => verdict === 'AC');
  } finally {
    await close();
  }
}

await runCommand(USAGE, async () => {
  const task = await readTask();
  return task && solve(task);
});
