import { readTest } from '../judge/import/problem-json.ts';
import type { Reader } from '../judge/import/reader.ts';
import {
  alike,
  amount,
  type Check,
  fields,
  listOf,
  name,
  oneOf,
  orNull,
  text,
  whole,
} from '../judge/import/shape.ts';
import { readResults, readVerdict } from '../judge/result-json.ts';
import type { Desk, DraftProgram, KeptSubmission } from '../store/records.ts';

const program: Check = fields(alike(text, 'language', 'source'));

/** A draft's number, from 1 on. */
const draft: Check = (field) => {
  if (whole(field) < 1) field.fail('is 0; drafts are numbered from 1 on.');
};

/** More would fill the page's list of them, and no person writes so many. */
const MOST_DRAFTS = 1000;

const checkDesk = fields({
  drafts: (list) => {
    listOf(draft)(list);
    const { length } = list.items();
    if (length === 0) list.fail('is empty; there is always a draft.');
    if (length > MOST_DRAFTS) list.fail(`has ${length} drafts; ${MOST_DRAFTS} are the most.`);
  },
  draft,
  custom: fields(alike(text, 'input', 'expected')),
  tests: listOf(readTest),
  stress: fields(alike(program, 'brute', 'generator')),
  last: orNull(
    fields({
      which: oneOf(['samples', 'all tests']),
      submission: program,
      tests: listOf(readTest),
      results: readResults,
    }),
  ),
});

/** What stands on the person's desk for a problem, checked. */
export function readDesk(json: Reader): Desk {
  checkDesk(json);
  return json.value as Desk;
}

export function readPrograms(list: Reader): DraftProgram[] {
  listOf(fields({ draft, language: name, source: text }))(list);
  return list.value as DraftProgram[];
}

export function readSubmission(json: Reader): KeptSubmission {
  fields({
    ...alike(name, 'problem', 'language'),
    ...alike(text, 'source', 'revision'),
    ...alike(whole, 'at', 'passed', 'tests'),
    verdict: readVerdict,
    ms: amount,
  })(json);
  return json.value as KeptSubmission;
}
