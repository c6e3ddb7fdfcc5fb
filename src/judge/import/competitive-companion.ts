import { hashOf } from '../canonical.ts';
import { createProblem, DEFAULT_LIMITS, samplesOf } from '../create.ts';
import type { Io, Problem } from '../problem.ts';
import { ioOf } from './judgeable.ts';
import type { Reader } from './reader.ts';

const MiB = 1024 * 1024;

/** Whether an object looks like a Competitive Companion payload rather than a problem of ours. */
export function isCompetitiveCompanion(fields: object): boolean {
  return 'name' in fields && 'tests' in fields && !('title' in fields);
}

/**
 * A problem from the JSON that the Competitive Companion browser extension sends (its README, "The format"). It
 * carries no statement, so the problem's is empty: it can be judged at once, and has to be given one to be solved.
 * Both kinds of `testType` are judged alike: the number of cases, where there is one, is part of the input.
 */
export async function importCompetitiveCompanion(task: Reader): Promise<Problem> {
  const interactive = task.at('interactive');
  if (!interactive.missing && interactive.bool()) {
    interactive.fail(
      'the problem is interactive, and the extension sends no program that a submission could talk with; import the problem’s Kattis or Polygon package, which has one.',
    );
  }
  const io = ioOfTask(task);
  const testType = task.at('testType');
  if (!testType.missing) testType.oneOf(['single', 'multiNumber']);
  const pairs = task
    .at('tests')
    .items()
    .map((test) => ({
      input: test.at('input').text(),
      output: test.at('output').text(),
    }));
  if (pairs.length === 0) task.at('tests').fail('is empty; the page that it came from showed no samples.');
  const title = task.at('name').name();
  const url = task.at('url').text();
  const group = task.at('group');
  return createProblem({
    // Its address tells it from another of the same name, as its statement would.
    id: await hashOf({ title, statement: url, io }),
    title,
    tests: samplesOf(pairs),
    io,
    limits: {
      timeMs: task.at('timeLimit').number(1, 3_600_000),
      memoryBytes: task.at('memoryLimit').number(1, 1_048_576) * MiB,
      outputBytes: DEFAULT_LIMITS.outputBytes,
    },
    source: group.missing ? url : `${group.text()}, ${url}`,
  });
}

function ioOfTask(task: Reader): Io {
  const input = task.at('input').at('type');
  const output = task.at('output').at('type');
  const reads = input.oneOf(['stdin', 'file', 'regex']);
  const writes = output.oneOf(['stdout', 'file']);
  if (reads === 'regex') {
    const pattern = task.at('input').at('pattern').text();
    input.fail(
      `the program would read whichever file’s name matches “${pattern}”; only standard input and files with one name can be judged.`,
    );
  }
  const name = (file: Reader, wanted: boolean): string | null => (wanted ? file.at('fileName').name() : null);
  const inputFile = name(task.at('input'), reads === 'file');
  const outputFile = name(task.at('output'), writes === 'file');
  return ioOf(inputFile, outputFile, (reason) => (inputFile ? input : output).fail(reason));
}
