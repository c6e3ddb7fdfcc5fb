import { setMaxListeners } from 'node:events';
import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import type { SolveEvent } from '../../src/agents/events.ts';
import { datasetCard } from '../../src/studio/agents/card.ts';
import {
  DEFAULT_LANGUAGE_OPTIONS,
  type DiscussionForm,
  FORMS,
  type LanguageEvent,
  type LanguageOptions,
} from '../../src/studio/agents/events.ts';
import type { Memory } from '../../src/studio/agents/memory.ts';
import { Past } from '../../src/studio/agents/past.ts';
import { profileOf, UnknownAgentError } from '../../src/studio/agents/profiles.ts';
import { DATA_FILES, rowsOf, Sieve } from '../../src/studio/agents/rows.ts';
import { speakLanguages } from '../../src/studio/agents/run.ts';
import { scriptedAgents } from '../../src/studio/agents/script/engine.ts';
import { emptyTally, tally } from '../../src/studio/agents/tally.ts';
import { EXAMS } from '../../src/studio/exams.ts';
import type { Exam } from '../../src/studio/seeds/contamination.ts';
import { snippetsFromFamily } from '../../src/studio/seeds/from-family.ts';
import { type CodeFile, languageOfPath, snippetsFromFiles } from '../../src/studio/seeds/from-files.ts';
import { snippetsFromRuns } from '../../src/studio/seeds/from-runs.ts';
import type { Snippet } from '../../src/studio/seeds/snippet.ts';
import { type TeacherEngine, TeacherError } from '../../src/studio/teachers/teacher.ts';
import { UsageError, whole } from '../command-line.ts';
import { Journal } from './journal.ts';
import { openJudge, sandboxOf } from './judge.ts';
import { amount, type Values } from './options.ts';
import { teacherFor } from './teachers.ts';

const EXAM_FILES = new URL('../../training/exams/', import.meta.url);
/** A bigger file is no source that a person wrote. */
const LARGEST_FILE = 200_000;

function optionsOf(values: Values, seed: number): LanguageOptions {
  const defaults = DEFAULT_LANGUAGE_OPTIONS;
  const form = (values.form ?? defaults.form) as DiscussionForm;
  if (!FORMS.includes(form)) throw new UsageError(`--form is ${FORMS.join(', ')}, not “${form}”.`);
  const agents = values.agents?.split(',') ?? defaults.agents;
  try {
    for (const agent of agents) profileOf(agent);
  } catch (error) {
    throw error instanceof UnknownAgentError ? new UsageError(error.message) : error;
  }
  if (new Set(agents).size < agents.length) throw new UsageError('--agents names one language twice.');
  const least = (name: 'rounds' | 'discussions' | 'turns' | 'solutions', least: number) => {
    const value = whole(name, values[name], defaults[name]);
    if (value < least) throw new UsageError(`--${name} is at least ${least}.`);
    return value;
  };
  return {
    ...{ agents, form, seed },
    rounds: least('rounds', 1),
    discussions: least('discussions', 1),
    turns: least('turns', 1),
    solutions: least('solutions', 1),
    budget: whole('budget', values.budget, defaults.budget),
    mends: whole('mends', values.mends, defaults.mends),
    memory: !values['no-memory'],
    temperature: amount('temperature', values.temperature, defaults.temperature),
  };
}

/** Source files below a folder, in the order of their paths; hidden folders and installed packages are no one's own code. */
async function codeIn(folder: string): Promise<CodeFile[]> {
  if (!existsSync(folder)) throw new UsageError(`There is no folder ${folder}.`);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) => languageOfPath(path) && !/(?:^|[/\\])(?:\.|node_modules[/\\])/.test(relative(folder, path)),
    )
    .filter((path) => statSync(path).size <= LARGEST_FILE)
    .sort();
  return Promise.all(
    paths.map(async (path) => ({ path: relative(folder, path), text: await readFile(path, 'utf8') })),
  );
}

function eventsIn(file: string): SolveEvent[] {
  try {
    const { format, events } = JSON.parse(readFileSync(file, 'utf8'));
    if (format === 'quartet-run') return events;
  } catch {
    // Said below, whatever was wrong with it.
  }
  throw new UsageError(`${file} is no run that History exported.`);
}

async function snippetsOf(values: Values, { agents, seed }: LanguageOptions): Promise<Iterable<Snippet>> {
  const [, kind, where = ''] = (values.seeds ?? 'family').match(/^(family|folder|runs)(?::(.+))?$/) ?? [];
  if (kind === 'folder' && where) {
    const snippets = [...snippetsFromFiles(await codeIn(where))];
    if (snippets.length === 0)
      throw new UsageError(`${where} has no source file in a language that has an agent.`);
    return snippets;
  }
  if (kind === 'runs' && where) {
    const snippets = [...snippetsFromRuns(where.split(',').flatMap(eventsIn))];
    if (snippets.length === 0)
      throw new UsageError('None of these runs has a program that passed every test.');
    return snippets;
  }
  if (kind !== 'family')
    throw new UsageError(`--seeds is family, folder:DIR or runs:FILE,FILE, not “${values.seeds}”.`);
  return snippetsFromFamily(seed, agents);
}

/** The statements of the exams, as they are kept beside the training. */
async function exams(): Promise<Exam[]> {
  const all: Exam[] = [];
  for (const name of Object.keys(EXAMS)) {
    const lines = createInterface({ input: createReadStream(new URL(`${name}.jsonl`, EXAM_FILES)) });
    let at = 0;
    for await (const line of lines) all.push({ name: `${name} #${++at}`, text: JSON.parse(line).statement });
  }
  return all;
}

async function engineOf(
  values: Values,
): Promise<{ engine: TeacherEngine; name: string; dispose(): Promise<void> }> {
  const name = values.engine ?? 'script';
  if (name === 'script')
    return { engine: scriptedAgents(), name: 'scripted agents', dispose: async () => {} };
  if (name === 'oracle' || !/^(openai|engine):/.test(name))
    throw new UsageError(`--engine is script, openai:URL (http or https) or engine:FOLDER, not “${name}”.`);
  const { teacher, dispose } = await teacherFor(name, values, 'python');
  return { engine: teacher.engineFor(), name: teacher.name, dispose };
}

async function judgeOf(values: Values): ReturnType<typeof openJudge> {
  const sandbox = sandboxOf(values.sandbox, 'chromium');
  if (sandbox === 'threads' && (values.engine ?? 'script') !== 'script')
    throw new UsageError(
      '--sandbox threads is for the scripted agents alone: what a model writes runs in Chromium.',
    );
  return openJudge(sandbox);
}

function memoriesOf(values: Values): Memory[] {
  if (!values.memories) return [];
  try {
    return JSON.parse(readFileSync(values.memories, 'utf8')) as Memory[];
  } catch (error) {
    throw new UsageError(`${values.memories} holds no memories: ${(error as Error).message}`);
  }
}

/** What a person wants to read while it goes on; null for what says nothing new. */
function progress(event: LanguageEvent): string | null {
  if (event.type === 'agreed' && event.how !== 'the seed as it is')
    return `  ${event.by} proposed “${event.proposal.title}”: ${event.how}`;
  if (event.type === 'kept' && event.sample.part === 'agents')
    return `  kept in ${event.sample.language}: “${event.sample.title}”`;
  if (event.type === 'dropped') return `  dropped in ${event.language}: ${event.cause}; ${event.detail}`;
  return event.type === 'round over' ? `round ${event.round + 1} is over` : null;
}

/**
 * Runs the language agents into `out`, going on where a run was stopped, and writes the data and its card. False if it
 * was stopped or failed.
 */
export async function speak(values: Values, seed: number, out: string): Promise<boolean> {
  const options = optionsOf(values, seed);
  const seeds = values.seeds ?? 'family';
  const memories = memoriesOf(values);
  const settings = {
    ...{ command: 'languages', engine: values.engine ?? 'script', model: values.model ?? null, seeds },
    ...{ memories: values.memories ?? null, options },
  };
  const snippets = await snippetsOf(values, options);
  const { engine, name, dispose } = await engineOf(values);
  const journal = new Journal<LanguageEvent>(out, settings);
  const past = new Past();
  for await (const event of journal.outcomes()) past.fold(event);
  if (past.started) process.stderr.write(`going on in round ${past.round + 1}\n`);
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const stop = () => controller.abort(new Error('Stopped.'));
  process.once('SIGINT', stop);
  let ending: LanguageEvent | null = null;
  let sandbox: Awaited<ReturnType<typeof judgeOf>> | null = null;
  try {
    sandbox = await judgeOf(values);
    const run = speakLanguages({
      ...{ engine, judge: sandbox.judge, options, snippets, memories, past, run: `languages ${seed}` },
      ...{ exams: await exams(), signal: controller.signal, now: Date.now },
    });
    await journal.append(stored(run), (event) => {
      ending = event;
      const line = progress(event);
      if (line) process.stderr.write(`${line}\n`);
    });
  } catch (error) {
    throw error instanceof TeacherError ? new UsageError(error.message) : error;
  } finally {
    process.off('SIGINT', stop);
    await dispose();
    await sandbox?.dispose();
  }
  await report(journal, out, { name, options, seeds });
  const last = ending as LanguageEvent | null;
  if (last?.type === 'ended' && last.how !== 'finished')
    process.stderr.write(`${last.message} The same command goes on.\n`);
  return last?.type === 'ended' && last.how === 'finished';
}

async function* stored(run: ReturnType<typeof speakLanguages>): AsyncGenerator<LanguageEvent> {
  for await (const event of run) if (!('live' in event)) yield event;
}

async function report(
  journal: Journal<LanguageEvent>,
  out: string,
  { name, options, seeds }: { name: string; options: LanguageOptions; seeds: string },
): Promise<void> {
  const sieve = new Sieve();
  let counts = emptyTally(options.agents);
  const past = new Past();
  const rows = await journal.unfold(DATA_FILES, function* (event) {
    counts = tally(counts, event);
    past.fold(event);
    if (event.type === 'kept' && sieve.take(event.sample))
      yield* rowsOf(event, { engine: name, seed: options.seed });
  });
  const card = datasetCard(counts, { engine: name, options, seeds, rows, copies: sieve.copies });
  writeFileSync(join(out, 'README.md'), card);
  writeFileSync(join(out, 'memories.json'), `${JSON.stringify([...past.memories.values()], null, 2)}\n`);
  const say = (text: string) => process.stdout.write(`${text}\n`);
  for (const [language, one] of Object.entries(counts.languages))
    say(
      `${language}: ${one.seed} from seeds, ${one.agents} from agents, ${one.pairs} pairs, ${one.dropped} dropped`,
    );
  for (const { what, cause, count } of counts.causes) say(`${count} dropped, ${what}: ${cause}`);
  for (const [file, count] of rows) say(`${count} rows in ${file}.jsonl`);
}
