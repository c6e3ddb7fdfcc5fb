import { createProblem, DEFAULT_LIMITS } from '../../create.ts';
import type { Problem, Test } from '../../problem.ts';
import { ioOf, knownChecker } from '../judgeable.ts';
import { type Reader, readJson } from '../reader.ts';
import { references, tagsOf } from './fields.ts';

/** What the official grader gives every test (`testing_util.py`). */
const APPS_TIME_MS = 4000;

export function isApps(fields: object): boolean {
  return 'question' in fields && 'input_output' in fields;
}

/**
 * A problem from one line of APPS (github.com/hendrycks/apps). `input_output` and `solutions` are JSON within JSON.
 * The data set does not say which tests are samples: those that the question shows, input and output, are.
 */
export async function importApps(record: Reader): Promise<Problem> {
  const statement = record.at('question').name().trim();
  const inner = record.at('input_output');
  if (!inner.text().trim()) inner.fail('is empty: the problem has no tests, so nothing can be judged.');
  const io = readJson(`${record.file}, ${inner.field}`, inner.text());
  const fn = io.at('fn_name');
  if (!fn.missing) fn.fail(`asks for a function “${fn.text()}” to be called, not for a program.`);
  const inputs = io.at('inputs').items();
  const outputs = io.at('outputs').items();
  if (inputs.length !== outputs.length) {
    io.at('outputs').fail(`holds ${outputs.length} outputs for ${inputs.length} inputs.`);
  }
  if (inputs.length === 0) io.at('inputs').fail('is empty: the problem has no tests.');
  const shown = words(statement);
  let [samples, secrets] = [0, 0];
  const tests = inputs.map((input, i): Test => {
    const [given, wanted] = [lines(input), lines(outputs[i]!)];
    const sample = ` ${shown} `.includes(` Input ${words(given)} Output ${words(wanted)} `);
    const id = sample ? `sample/${++samples}` : `secret/${++secrets}`;
    return { id, input: given, answers: [wanted], origin: sample ? 'sample' : 'secret' };
  });
  const id = record.at('id').missing ? (record.at('problem_id').value ?? '') : record.at('id').value;
  return createProblem({
    title: `APPS ${String(id)}`.trim(),
    statement,
    io: ioOf(null, null, (reason) => record.fail(reason)),
    tests,
    checker: knownChecker('apps', (reason) => inner.fail(reason)),
    limits: { ...DEFAULT_LIMITS, timeMs: APPS_TIME_MS },
    references: solutionsOf(record),
    source: record.at('url').missing ? 'APPS' : `APPS, ${record.at('url').text()}`,
    tags: record.at('difficulty').missing ? [] : tagsOf([record.at('difficulty').text()]),
  });
}

/** Text, or a list of lines, which the official grader joins. */
function lines(value: Reader): string {
  if (!Array.isArray(value.value)) return value.text();
  return value
    .items()
    .map((line) => `${line.text()}\n`)
    .join('');
}

function words(text: string): string {
  return text.split(/\s+/).filter(Boolean).join(' ');
}

/** All solutions of APPS are accepted Python 3. */
function solutionsOf(record: Reader) {
  const field = record.at('solutions');
  if (field.missing || !field.text().trim()) return [];
  const list = readJson(`${record.file}, ${field.field}`, field.text()).items();
  return references(list.map((source) => ({ language: 'python', source: source.text(), verdict: 'AC' })));
}
