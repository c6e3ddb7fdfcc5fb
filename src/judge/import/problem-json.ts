import { createProblem, type ProblemDraft } from '../create.ts';
import {
  type Asset,
  type CheckerSpec,
  type Io,
  type JudgeProgram,
  type Limits,
  PROGRAM_CHECKER,
  type Problem,
  type Reference,
  type Test,
} from '../problem.ts';
import { callOf, ioOf, knownChecker, type Refuse } from './judgeable.ts';
import type { Reader } from './reader.ts';

const ORIGINS = ['sample', 'secret', 'user'] as const;

/** A problem as JSON, which imports again to the same problem; `indent` in spaces, for a file that people read. */
export function exportProblem(problem: Problem, indent = 0): string {
  return JSON.stringify(problem, null, indent);
}

/** A problem from its own JSON, every field checked. Its `id` is kept if it carries one; `revision` is made anew. */
export async function importProblem(json: Reader): Promise<Problem> {
  const tests = json.at('tests').items().map(readTest);
  if (tests.length === 0) json.at('tests').fail('is empty; a problem needs at least one test.');
  const twice = tests.find(({ id }, i) => tests.findIndex((other) => other.id === id) !== i);
  if (twice) json.at('tests').fail(`has two tests with the id “${twice.id}”.`);
  const draft: ProblemDraft = { title: json.at('title').name(), tests };
  const optional = <K extends keyof ProblemDraft>(key: K, read: (field: Reader) => ProblemDraft[K]): void => {
    const field = json.at(key);
    if (!field.missing) draft[key] = read(field);
  };
  optional('id', readId);
  optional('statement', (field) => field.text());
  optional('limits', readLimits);
  optional('io', readIo);
  optional('interactor', readJudgeProgram);
  optional('checker', readChecker);
  optional('assets', (field) => field.items().map(readAsset));
  optional('references', (field) => field.items().map(readReference));
  optional('source', (field) => field.text());
  optional('tags', (field) => field.items().map((tag) => tag.text()));
  optional('rating', (field) => field.number(0, 10_000));
  return createProblem(draft);
}

function readId(field: Reader): string {
  const id = field.text();
  if (!/^[0-9a-f]{64}$/.test(id)) field.fail('should be 64 hex digits; leave it out to have it made.');
  return id;
}

/** One test, checked. */
export function readTest(test: Reader): Test {
  const answers = test.at('answers').items();
  if (answers.length === 0) test.at('answers').fail('is empty; a test needs at least one answer.');
  const group = test.at('group');
  const config = test.at('config');
  const args = test.at('args');
  return {
    id: test.at('id').name(),
    input: test.at('input').text(),
    answers: answers.map((answer) => answer.text()),
    ...(group.missing ? {} : { group: group.text() }),
    ...(config.missing ? {} : { config: readConfig(config) }),
    ...(args.missing ? {} : { args: args.items().map((arg) => arg.text()) }),
    origin: test.at('origin').oneOf(ORIGINS),
  };
}

function readIo(io: Reader): Io {
  const refuse: Refuse = (reason) => io.fail(reason);
  switch (io.at('kind').oneOf(['stdin', 'files', 'call'])) {
    case 'stdin':
      return { kind: 'stdin' };
    case 'files': {
      const files = ioOf(io.at('input').text(), io.at('output').text(), refuse);
      return files.kind === 'files' ? files : refuse('names no file; its kind should be “stdin”.');
    }
    case 'call':
      return callOf(io.at('fn').text(), io.at('starter').text(), refuse);
  }
}

function readJudgeProgram(program: Reader): JudgeProgram {
  const files = program.at('files');
  const args = program.at('args');
  return {
    language: program.at('language').name(),
    source: program.at('source').text(),
    ...(files.missing
      ? {}
      : { files: Object.fromEntries(files.entries().map(([name, file]) => [name, file.text()])) }),
    protocol: program.at('protocol').oneOf(['kattis', 'testlib']),
    ...(args.missing ? {} : { args: args.items().map((arg) => arg.text()) }),
  };
}

function readLimits(limits: Reader): Limits {
  return {
    timeMs: limits.at('timeMs').number(1, 3_600_000),
    memoryBytes: limits.at('memoryBytes').number(1, 2 ** 40),
    outputBytes: limits.at('outputBytes').number(1, 2 ** 32),
  };
}

function readConfig(field: Reader): CheckerSpec['config'] {
  const config: CheckerSpec['config'] = {};
  for (const [key, setting] of field.entries()) {
    const { value } = setting;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      config[key] = value;
    else setting.fail('should be text, a number, true or false.');
  }
  return config;
}

function readChecker(checker: Reader): CheckerSpec {
  const config = readConfig(checker.at('config'));
  const program = checker.at('program');
  if (!program.missing) {
    if (checker.at('id').text() !== PROGRAM_CHECKER)
      checker.at('id').fail(`should be “${PROGRAM_CHECKER}”, as the checker is a program.`);
    return { id: PROGRAM_CHECKER, config, program: readJudgeProgram(program) };
  }
  return knownChecker(checker.at('id').name(), (reason) => checker.at('id').fail(reason), config);
}

function readAsset(asset: Reader): Asset {
  return {
    name: asset.at('name').name(),
    mediaType: asset.at('mediaType').name(),
    base64: asset.at('base64').text(),
  };
}

function readReference(reference: Reader): Reference {
  const name = reference.at('name');
  return {
    ...(name.missing ? {} : { name: name.name() }),
    language: reference.at('language').name(),
    source: reference.at('source').text(),
    verdict: reference.at('verdict').name(),
  };
}
