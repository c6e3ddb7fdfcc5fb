import { createProblem, DEFAULT_LIMITS } from '../../create.ts';
import type { Problem, Test } from '../../problem.ts';
import { callOf, exactJson, knownChecker } from '../judgeable.ts';
import { type PackageFiles, textOf } from '../package-files.ts';
import { Reader, readJson } from '../reader.ts';
import { references, tagsOf } from './fields.ts';
import { showsCalls } from './shown-calls.ts';

/** What the official grader gives every test (`testing_util.py`). */
const APPS_TIME_MS = 4000;

export function isApps(fields: object): boolean {
  return 'question' in fields && 'input_output' in fields;
}

/**
 * A problem from one line of APPS (github.com/hendrycks/apps). `input_output` and `solutions` are JSON within JSON.
 * The data set does not say which tests are samples: those that the question shows, input and output, are. With a
 * `fn_name` a function is called.
 */
export async function importApps(record: Reader): Promise<Problem> {
  const statement = record.at('question').name().trim();
  const inner = record.at('input_output');
  if (!inner.text().trim()) inner.fail('is empty: the problem has no tests, so nothing can be judged.');
  const io = readJson(`${record.file}, ${inner.field}`, inner.text());
  const inputs = io.at('inputs').items();
  const outputs = io.at('outputs').items();
  if (inputs.length !== outputs.length) {
    io.at('outputs').fail(`holds ${outputs.length} outputs for ${inputs.length} inputs.`);
  }
  if (inputs.length === 0) io.at('inputs').fail('is empty: the problem has no tests.');
  const fn = io.at('fn_name');
  const call = fn.missing ? null : callOf(fn.text(), starterOf(record), (reason) => fn.fail(reason));
  const id = record.at('id').missing ? (record.at('problem_id').value ?? '') : record.at('id').value;
  return createProblem({
    title: `APPS ${String(id)}`.trim(),
    statement,
    ...(call
      ? { io: call, tests: callTests(showsCalls(statement), inputs, outputs) }
      : {
          tests: textTests(statement, inputs, outputs),
          checker: knownChecker('apps', (reason) => inner.fail(reason)),
        }),
    limits: { ...DEFAULT_LIMITS, timeMs: APPS_TIME_MS },
    references: solutionsOf(record),
    source: record.at('url').missing ? 'APPS' : `APPS, ${record.at('url').text()}`,
    tags: record.at('difficulty').missing ? [] : tagsOf([record.at('difficulty').text()]),
  });
}

/** A file that every folder of APPS' own archive has; each folder is a problem, named by its number. */
export const APPS_TESTS = 'input_output.json';

/** A problem from its folder: the same fields, each in a file of its own. */
export function importAppsFolder(name: string, files: PackageFiles): Promise<Problem> {
  const text = (path: string): string | undefined => {
    const bytes = files.get(path);
    return bytes && textOf(`${name}/${path}`, bytes);
  };
  const metadata = text('metadata.json');
  const { value } = readJson(`${name}/metadata.json`, metadata ?? '{}');
  const fields = {
    ...(value as object),
    ...{ id: /^\d+$/.test(name) ? Number(name) : name, question: text('question.txt') },
    ...{ input_output: text(APPS_TESTS), solutions: text('solutions.json') },
    starter_code: text('starter_code.py'),
  };
  return importApps(new Reader(name, fields));
}

function textTests(statement: string, inputs: readonly Reader[], outputs: readonly Reader[]): Test[] {
  const shown = ` ${words(statement)} `;
  let [samples, secrets] = [0, 0];
  return inputs.map((input, i): Test => {
    const [given, wanted] = [lines(input), lines(outputs[i]!)];
    const sample = shown.includes(` Input ${words(given)} Output ${words(wanted)} `);
    const id = sample ? `sample/${++samples}` : `secret/${++secrets}`;
    return { id, input: given, answers: [wanted], origin: sample ? 'sample' : 'secret' };
  });
}

/** An input is a list of arguments. The official grader accepts an output as it stands, and a list's first element. */
function callTests(
  isShown: ReturnType<typeof showsCalls>,
  inputs: readonly Reader[],
  outputs: readonly Reader[],
): Test[] {
  const json = (field: Reader, value = field.value): string =>
    exactJson(value, (reason) => field.fail(reason));
  let [samples, secrets] = [0, 0];
  return inputs.map((input, i): Test => {
    const output = outputs[i]!;
    const [first] = Array.isArray(output.value) ? (output.value as unknown[]) : [];
    const given = input.items().map((argument) => json(argument));
    const answers = [...(first === undefined ? [] : [json(output, first)]), json(output)];
    const sample = isShown(given, answers);
    return {
      id: sample ? `sample/${++samples}` : `secret/${++secrets}`,
      input: given.map((argument) => `${argument}\n`).join(''),
      answers,
      origin: sample ? 'sample' : 'secret',
    };
  });
}

function starterOf(record: Reader): string {
  return record.at('starter_code').missing ? '' : record.at('starter_code').text();
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
