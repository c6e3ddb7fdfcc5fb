import { readFile, writeFile } from 'node:fs/promises';
import type { SolveEvent, SolveOptions } from '../src/agents/events.ts';
import { isOfProblem, judgeAgain, type Rejudged } from '../src/agents/judge-again.ts';
import { languageName } from '../src/agents/languages.ts';
import { DEFAULT_OPTIONS } from '../src/agents/options.ts';
import { readRunFile, runFile } from '../src/agents/run-file.ts';
import type { Automation } from '../src/automation.ts';
import type { Problem } from '../src/judge/problem.ts';
import { LANGUAGES, languageOf } from '../src/sandbox/languages.ts';
import { readArguments, runCommand, UsageError } from './command-line.ts';
import { pageJudge } from './page-judge.ts';
import { readProblemFile } from './problem-file.ts';
import { openSite } from './site.ts';
import { type Given, givenModel } from './solve/given-model.ts';

const { plans, programsPerPlan, direct, rounds, seed } = DEFAULT_OPTIONS;
const USAGE = `Usage: npm run solve -- PROBLEM [options]
       npm run solve -- --replay FILE [--json]

Solves a problem in the built page, in a headless browser that reaches nothing else.

  PROBLEM          a Kattis package (folder or zip), Problem JSON, Competitive Companion JSON,
                   or FILE.jsonl#N for the N-th problem of JSON Lines
  --lang           the language of the program: ${LANGUAGES.map(({ id }) => id).join(', ')} (default ${DEFAULT_OPTIONS.language})
  --via            a language that programs are written in first; the accepted one is carried over and proven
  --k              plans (default ${plans})
  --n              programs for each plan (default ${programsPerPlan}); --programs is the same
  --direct         programs from the statement alone, where no plan's passes the samples (default ${direct})
  --t              debugging rounds at most (default ${rounds}); --rounds is the same
  --seed           of the run (default ${seed})
  --temperature    of all answers but the first of their kind (default ${DEFAULT_OPTIONS.temperature})
  --seconds        time budget: then the run ends with what it has
  --tokens         token budget: of prompts, a shared beginning once, and answers
  --no-early-stop  all plans and their programs at once
  --no-cluster     take the first program that passes every sample, not the one that agrees with most
  --no-archive     do not look for similar problems among the bundled ones
  --no-trace       do not tell the debugger how the variables changed
  --model M        another model than the embedded one: a folder in MLC's format, or an endpoint as URL#MODEL, which is
                   then sent the problem; --context N (32768) is its context, --key VARIABLE (OPENAI_API_KEY) holds its key
  --json           the result as one line of JSON
  --out FILE       keeps the whole run, as History exports it
  --replay FILE    judges every program of such a file again and says whether the verdicts agree

Progress goes to standard error. Exit status: 0 if the program passes every test, or every verdict agrees; 1 if not;
2 if nothing could be tried.
`;

interface Task {
  problem: Problem;
  options: SolveOptions;
  model: Given | null;
  json: boolean;
  out: string | null;
}

function whole(name: string, text: string | undefined, fallback: number, least: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > 0xffff_ffff)
    throw new UsageError(`--${name} takes a whole number from ${least} on, not “${text}”.`);
  return value;
}

/** A budget; null where none is given. */
function most(name: string, text: string | undefined, unit: number): number | null {
  return text === undefined ? null : whole(name, text, 0, 1) * unit;
}

function warmth(text: string | undefined): number {
  if (text === undefined) return DEFAULT_OPTIONS.temperature;
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 2))
    throw new UsageError(`--temperature takes a number from 0 to 2, not “${text}”.`);
  return value;
}

type Values = ReturnType<typeof given>['values'];

async function readTask(values: Values, positionals: string[]): Promise<Task> {
  if (positionals.length !== 1) throw new UsageError('Name one problem.');
  const options: SolveOptions = {
    ...DEFAULT_OPTIONS,
    language: languageOf(values.lang ?? DEFAULT_OPTIONS.language).id,
    via: values.via === undefined ? null : languageOf(values.via).id,
    plans: whole('k', values.k, plans, 1),
    programsPerPlan: whole('n', values.n ?? values.programs, programsPerPlan, 1),
    direct: whole('direct', values.direct, direct, 0),
    rounds: whole('t', values.t ?? values.rounds, rounds, 0),
    seed: whole('seed', values.seed, seed, 0),
    temperature: warmth(values.temperature),
    budget: { ms: most('seconds', values.seconds, 1000), tokens: most('tokens', values.tokens, 1) },
    earlyStop: !values['no-early-stop'],
    cluster: !values['no-cluster'],
    archive: !values['no-archive'],
    trace: !values['no-trace'],
  };
  const context = whole('context', values.context, 32_768, 256);
  const key = process.env[values.key ?? 'OPENAI_API_KEY'] ?? '';
  return {
    problem: await readProblemFile(positionals[0]!),
    options,
    model: values.model === undefined ? null : givenModel(values.model, context, key),
    json: values.json ?? false,
    out: values.out ?? null,
  };
}

function given() {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  return readArguments({
    allowPositionals: true,
    options: {
      ...{ lang: text, via: text, k: text, n: text, programs: text, t: text, rounds: text, seed: text },
      ...{
        direct: text,
        temperature: text,
        seconds: text,
        tokens: text,
        'no-early-stop': flag,
        'no-cluster': flag,
      },
      ...{ 'no-archive': flag, 'no-trace': flag, model: text, context: text, key: text },
      ...{ json: flag, out: text, replay: text, help: { type: 'boolean', short: 'h' } as const },
    },
  });
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
    case 'found':
      return event.similar.length > 0
        ? `  like ${event.similar.map(({ title }) => title).join(', ')}, from the archive`
        : null;
    case 'clustered':
      return `  compared on ${event.inputs} generated inputs: ${event.groups.length} ways to behave`;
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

async function solve({ problem, options, model, json, out }: Task): Promise<boolean> {
  const languages = [options.language, options.via ?? options.language];
  const { page, close } = await openSite({ ...model?.site, languages });
  try {
    await page.exposeFunction('reportProgress', (event: SolveEvent) => {
      const line = progress(event);
      if (line) process.stderr.write(`${line}\n`);
    });
    const events = await page.evaluate(
      async ({ problem, options, model }) => {
        const { quartet, reportProgress } = globalThis as unknown as {
          quartet: Automation;
          reportProgress(event: SolveEvent): void;
        };
        if (model) await quartet.use(model);
        return quartet.solve(problem, options, (event) => reportProgress(event));
      },
      { problem, options, model: model?.model ?? null },
    );
    if (out !== null) {
      await writeFile(out, `${JSON.stringify(runFile(problem, events))}\n`);
    }
    const result = resultOf(problem, options, events);
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : report(result));
    return result.program !== null && result.tests.every(({ verdict }) => verdict === 'AC');
  } finally {
    await close();
  }
}

/** Judges a kept run again, offline; true where every verdict is the same. */
async function replay(path: string, json: boolean): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new UsageError(`${path} could not be read: ${error.message}`);
  });
  const file = await readRunFile(path, text);
  const { page, close } = await openSite();
  try {
    const judged: Rejudged[] = [];
    for await (const one of judgeAgain(file, pageJudge(page), new AbortController().signal)) {
      judged.push(one);
      const { candidate, what, tests, differing } = one;
      const changes = differing.map(
        ({ recorded, now }) => `${recorded.id} was ${recorded.verdict}, is ${now.verdict}`,
      );
      const found = changes.length === 0 ? `${count(tests)} agree` : changes.join('; ');
      process.stderr.write(
        `  program ${candidate}, ${what === 'grade' ? 'hidden tests' : 'samples'}: ${found}\n`,
      );
    }
    const agreed = judged.filter(({ differing }) => differing.length === 0).length;
    const sameProblem = isOfProblem(file);
    const result = {
      problem: file.problem?.title ?? '',
      judged: judged.length,
      agreed,
      sameProblem,
      programs: judged,
    };
    const doubt = sameProblem
      ? ''
      : ' The problem in the file is another version than the one that was solved.';
    process.stdout.write(
      json ? `${JSON.stringify(result)}\n` : `${agreed} of ${judged.length} judgings agree.${doubt}\n`,
    );
    return agreed === judged.length;
  } finally {
    await close();
  }
}

const count = (tests: number): string => `${tests} ${tests === 1 ? 'test' : 'tests'}`;

await runCommand(USAGE, async () => {
  const { values, positionals } = given();
  if (values.help) return null;
  if (values.replay !== undefined) {
    if (positionals.length > 0) throw new UsageError('--replay takes its problem from the file; name none.');
    return replay(values.replay, values.json ?? false);
  }
  return solve(await readTask(values, positionals));
}, ['JudgeAgainError', 'CannotJudgeError']);
