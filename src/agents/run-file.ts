import { ImportError } from '../judge/import/import-error.ts';
import { importProblem } from '../judge/import/problem-json.ts';
import { type Reader, readJson } from '../judge/import/reader.ts';
import type { Problem } from '../judge/problem.ts';
import type { Verdict } from '../judge/verdict.ts';
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

const VERDICTS: Verdict[] = ['AC', 'WA', 'PE', 'RE', 'TLE', 'MLE', 'OLE', 'CE', 'IE', 'SK', 'ILE'];
const MOST = Number.MAX_SAFE_INTEGER;
const MOST_AT_ONCE = 256;

/** A number from 0 on. */
const amount = (field: Reader): number => field.number(0, MOST);
const orNull = <T>(field: Reader, read: (field: Reader) => T): T | null =>
  field.value === null ? null : read(field);
const ifThere = (field: Reader, read: (field: Reader) => unknown): void => {
  if (!field.missing) read(field);
};

/** What the page reads of each event; a stranger's file must not break it. */
const CHECKS: Record<SolveEvent['type'], (event: Reader) => void> = {
  started(event) {
    for (const name of ['problem', 'revision', 'title', 'model', 'executor', 'kernels'])
      event.at(name).text();
    ifThere(event.at('base'), (base) => base.text());
    amount(event.at('seed'));
    const options = event.at('options');
    options.at('language').name();
    // More would keep a page from answering when the run is made again.
    for (const name of ['plans', 'programsPerPlan']) options.at(name).number(1, MOST_AT_ONCE);
    for (const name of ['rounds', 'seed', 'temperature']) amount(options.at(name));
    ifThere(options.at('budget'), (budget) => {
      for (const name of ['ms', 'tokens']) orNull(budget.at(name), amount);
    });
    for (const pack of event.at('packs').items()) {
      pack.at('role').oneOf(ROLES);
      pack.at('hash').text();
    }
  },
  found(event) {
    for (const similar of event.at('similar').items()) {
      similar.at('title').text();
      similar.at('likeness').number(0, 1);
      const retrieval = similar.at('retrieval');
      for (const name of ['similar', 'technique', 'tutorial']) retrieval.at(name).text();
    }
  },
  requested(event) {
    event.at('request').name();
    checkPlace(event);
    for (const message of event.at('prompt').items()) {
      message.at('role').text();
      message.at('content').text();
    }
    ifThere(event.at('dropped'), (dropped) => dropped.items().map((one) => one.text()));
  },
  answered(event) {
    event.at('request').name();
    event.at('role').oneOf(ROLES);
    event.at('text').text();
    orNull(event.at('formatFailure'), (failure) => failure.text());
    event.at('reason').oneOf(['stop', 'length', 'abort']);
    const usage = event.at('usage');
    amount(usage.at('promptTokens'));
    amount(usage.at('completionTokens'));
  },
  switched(event) {
    for (const name of ['from', 'to']) orNull(event.at(name), (role) => role.oneOf(ROLES));
  },
  judged(event) {
    const candidate = event.at('candidate');
    for (const name of ['id', 'plan', 'round']) amount(candidate.at(name));
    orNull(candidate.at('parent'), amount);
    candidate.at('language').name();
    candidate.at('source').text();
    event.at('tests').items().map(checkResult);
  },
  clustered(event) {
    for (const name of ['inputs', 'dropped']) amount(event.at(name));
    for (const group of event.at('groups').items()) {
      group.at('candidates').items().map(amount);
      group.at('shared').number(0, 1);
    }
  },
  compared(event) {
    for (const name of ['candidate', 'with', 'inputs']) amount(event.at(name));
    orNull(event.at('difference'), (difference) => {
      for (const name of ['input', 'expected', 'actual']) difference.at(name).text();
    });
  },
  chosen(event) {
    amount(event.at('candidate'));
    event.at('why').text();
  },
  graded(event) {
    amount(event.at('candidate'));
    event.at('verdict').oneOf(VERDICTS);
    event.at('tests').items().map(checkResult);
  },
  continued() {},
  ended(event) {
    event.at('how').oneOf(['solved', 'gave up', 'stopped', 'failed']);
    event.at('message').text();
  },
};

function checkPlace(event: Reader): void {
  event.at('role').oneOf(ROLES);
  amount(event.at('round'));
  orNull(event.at('plan'), amount);
  orNull(event.at('candidate'), amount);
}

function checkResult(result: Reader): void {
  result.at('id').name();
  result.at('verdict').oneOf(VERDICTS);
  for (const name of ['detail', 'stdout', 'stderr']) result.at(name).text();
  amount(result.at('measured').at('ms'));
  ifThere(result.at('remark'), (remark) => remark.text());
  ifThere(result.at('transcript'), (said) => said.items().map((one) => one.at('text').text()));
  ifThere(result.at('difference'), (difference) => {
    for (const name of ['line', 'column']) amount(difference.at(name));
    for (const name of ['expected', 'actual']) difference.at(name).text();
  });
}

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
  const problem = await orNull(file.at('problem'), importProblem);
  return runFile(problem, readEvents(file.at('events'), problem));
}

function readEvents(list: Reader, problem: Problem | null): SolveEvent[] {
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
    last = event.at('seq').number(last + 1, MOST);
    if (event.at('v').value !== 1) event.at('v').fail('should be 1.');
    const measured = event.at('measured');
    amount(measured.at('at'));
    for (const name of ['ms', 'bytes', 'computedPromptTokens']) ifThere(measured.at(name), amount);
    CHECKS[event.at('type').oneOf(Object.keys(CHECKS) as SolveEvent['type'][])](event);
  }
  return list.value as SolveEvent[];
}
