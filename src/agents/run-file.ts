import { ImportError } from '../judge/import/import-error.ts';
import { importProblem } from '../judge/import/problem-json.ts';
import { type Reader, readJson } from '../judge/import/reader.ts';
import {
  alike,
  amount,
  between,
  type Check,
  fields,
  ifThere,
  listOf,
  name,
  oneOf,
  orNull,
  text,
} from '../judge/import/shape.ts';
import type { Problem } from '../judge/problem.ts';
import { readResults, readVerdict } from '../judge/result-json.ts';
import { ROLES } from '../llm/engine.ts';
import type { SolveEvent } from './events.ts';

/** Everything that one run was, in one file: who has it can replay it, and judge its programs again. */
export interface RunFile {
  format: 'quartet-run';
  v: 1;
  /** As it was when the run began; null where it was not kept. */
  problem: Problem | null;
  /** From `started` on, in order; `started` names the seed, the model, and its and the packs' hashes. */
  events: SolveEvent[];
}

/** A run's file; `JSON.stringify` makes its text. */
export const runFile = (problem: Problem | null, events: SolveEvent[]): RunFile => ({
  format: 'quartet-run',
  v: 1,
  problem,
  events,
});

const MOST_AT_ONCE = 256;

const role: Check = (field) => field.oneOf(ROLES);
const PLACE = { role, round: amount, plan: orNull(amount), candidate: orNull(amount) };

/** What the page reads of each event; a stranger's file must not break it. */
const CHECKS: Record<SolveEvent['type'], Check> = {
  started: fields({
    ...alike(text, 'problem', 'revision', 'title', 'model', 'executor', 'kernels'),
    base: ifThere(text),
    seed: amount,
    options: fields({
      language: name,
      // More would keep a page from answering when the run is made again.
      ...alike(between(1, MOST_AT_ONCE), 'plans', 'programsPerPlan'),
      direct: ifThere(between(0, MOST_AT_ONCE)),
      ...alike(amount, 'rounds', 'seed', 'temperature'),
      budget: ifThere(fields(alike(orNull(amount), 'ms', 'tokens'))),
    }),
    packs: listOf(fields({ role, hash: text })),
  }),
  found: fields({
    similar: listOf(
      fields({
        title: text,
        likeness: between(0, 1),
        retrieval: fields(alike(text, 'similar', 'technique', 'tutorial')),
      }),
    ),
  }),
  requested: fields({
    request: name,
    ...PLACE,
    prompt: listOf(fields(alike(text, 'role', 'content'))),
    dropped: ifThere(listOf(text)),
  }),
  answered: fields({
    request: name,
    role,
    text,
    thinking: ifThere(text),
    formatFailure: orNull(text),
    reason: oneOf(['stop', 'length', 'abort']),
    usage: fields(alike(amount, 'promptTokens', 'completionTokens')),
  }),
  switched: fields(alike(orNull(role), 'from', 'to')),
  judged: fields({
    candidate: fields({
      ...alike(amount, 'id', 'plan', 'round'),
      parent: orNull(amount),
      language: name,
      source: text,
    }),
    tests: readResults,
  }),
  clustered: fields({
    ...alike(amount, 'inputs', 'dropped'),
    groups: listOf(fields({ candidates: listOf(amount), shared: between(0, 1) })),
  }),
  compared: fields({
    ...alike(amount, 'candidate', 'with', 'inputs'),
    difference: orNull(fields(alike(text, 'input', 'expected', 'actual'))),
  }),
  chosen: fields({ candidate: amount, why: text }),
  graded: fields({ candidate: amount, verdict: readVerdict, tests: readResults }),
  continued: () => {},
  ended: fields({ how: oneOf(['solved', 'gave up', 'stopped', 'failed']), message: text }),
};

const checkMeasured = fields({
  at: amount,
  ...alike(ifThere(amount), 'ms', 'bytes', 'computedPromptTokens'),
});

/**
 * Reads a run's file, every field that is used checked. Rejects with `ImportError`, which says where the file is not what
 * it should be. `name` is the file's, for people.
 */
export async function readRunFile(name: string, text: string): Promise<RunFile> {
  const file = readJson(name, text);
  if (file.at('format').value !== 'quartet-run') file.fail('is no run; export one in History.');
  const version = file.at('v').value;
  if (version !== 1)
    throw new ImportError({
      file: name,
      field: 'v',
      reason: `is ${String(version)}; this page reads version 1.`,
    });
  const problem = await orNull(importProblem)(file.at('problem'));
  return runFile(problem, readEvents(file.at('events'), problem));
}

/** A run's events, checked as those of its file; `problem` is the one that they should be of, where it is known. */
export function readEvents(list: Reader, problem: Problem | null): SolveEvent[] {
  const events = list.items();
  const [first] = events;
  if (!first) list.fail('is empty; a run begins with an event.');
  if (first.at('type').value !== 'started') first.at('type').fail('should be “started”.');
  const run = first.at('run').name();
  if (problem && first.at('problem').value !== problem.id)
    first.at('problem').fail('names another problem than the one in the file.');
  let last = -1;
  for (const event of events) {
    if (event.at('run').value !== run) event.at('run').fail(`should be “${run}”, as in the first event.`);
    last = event.at('seq').number(last + 1, Number.MAX_SAFE_INTEGER);
    if (event.at('v').value !== 1) event.at('v').fail('should be 1.');
    checkMeasured(event.at('measured'));
    CHECKS[event.at('type').oneOf(Object.keys(CHECKS) as SolveEvent['type'][])](event);
  }
  return list.value as SolveEvent[];
}
