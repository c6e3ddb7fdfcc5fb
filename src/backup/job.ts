import type { Reader } from '../judge/import/reader.ts';
import {
  alike,
  amount,
  between,
  bool,
  type Check,
  fields,
  listOf,
  mapOf,
  name,
  oneOf,
  text,
  whole,
} from '../judge/import/shape.ts';
import { ROLES } from '../llm/engine.ts';
import type { StudioJob } from '../store/records.ts';
import { SPLITS } from '../studio/family/splits.ts';
import type { Command, JobSettings } from '../studio/jobs/settings.ts';
import type { Tally } from '../studio/jobs/tally.ts';
import type { JobRows } from './format.ts';

const errs = fields(alike(between(0, 1), ...ROLES));
const counts = mapOf(whole);

const teach: Parameters<typeof fields>[0] = {
  ...alike(whole, 'seed', 'count', 'plans', 'programs', 'rounds'),
  problems: (problems) => problems.value === 'family' || listOf(name)(problems),
  teacher: (teacher) => {
    const is = teacher.at('is').oneOf(['oracle', 'model', 'endpoint']);
    if (is === 'oracle') errs(teacher.at('errs'));
    if (is === 'endpoint') teacher.at('name').name();
  },
  language: name,
};

const SETTINGS: Record<Command, Check> = {
  family: fields({ ...alike(whole, 'seed', 'count'), split: oneOf(SPLITS) }),
  export: fields({ ...alike(whole, 'seed', 'base', 'role'), errs, unfiltered: bool }),
  distill: fields(teach),
  supervise: fields(teach),
  correct: fields({ ...teach, direct: whole }),
};

/** A job of the studio as it was asked for, checked. */
export function readJob(json: Reader): StudioJob<JobSettings> {
  fields({ id: name, startedAt: amount })(json);
  const settings = json.at('settings');
  SETTINGS[settings.at('command').oneOf(Object.keys(SETTINGS) as Command[])](settings);
  return json.value as StudioJob<JobSettings>;
}

/** The name of a job's file: it becomes that of a file on the person's disk. */
const FILE = /^[a-z][a-z0-9-]*$/;

export function readTally(json: Reader): Tally {
  fields({
    ...alike(whole, 'steps', 'done', 'kept', 'formatFailures'),
    dropped: counts,
    rows: (rows) => {
      counts(rows);
      const odd = rows.entries().find(([file]) => !FILE.test(file));
      if (odd) odd[1].fail('is no name that a file of a job has.');
    },
    spent: fields(alike(amount, 'requests', 'promptTokens', 'completionTokens', 'cost')),
  })(json);
  return json.value as Tally;
}

const OUTCOME = fields({
  index: whole,
  ...alike(text, 'problem', 'title', 'why', 'detail'),
  kept: bool,
});

/** A step's rows, which must be one of the tally's steps and files, each line JSON. */
export function readRows(json: Reader, { steps, rows }: Tally): JobRows {
  const file = json.at('file').oneOf(Object.keys(rows));
  const step = json.at('step').number(0, steps - 1);
  if (!Number.isInteger(step)) json.at('step').fail('should be a whole number.');
  const lines = json.at('text').text();
  if (!lines.endsWith('\n')) json.at('text').fail('should end with its last row’s line end.');
  for (const line of lines.slice(0, -1).split('\n')) {
    const row = parsed(json.at('text'), line);
    if (file === 'outcomes') OUTCOME(row);
  }
  return { file, step, text: lines };
}

function parsed(field: Reader, line: string): Reader {
  try {
    return field.inside(JSON.parse(line));
  } catch {
    return field.fail('has a row that is no JSON.');
  }
}
