import { ImportError } from '../../judge/import/import-error.ts';
import { importFiles as imported } from '../../judge/import/index.ts';
import type { SourceFile } from '../../judge/import/source.ts';
import type { Problem } from '../../judge/problem.ts';

/** Characters of tests that are taken at once; a whole data set would fill the page's memory. */
const MOST_CHARACTERS = 200e6;

/** The dropped problems together are too large; the files themselves may be of any size. */
export class TooLargeError extends Error {
  override name = 'TooLargeError';
  constructor() {
    super(`These problems hold more than ${MOST_CHARACTERS / 1e6} MB of tests. Bring fewer at a time.`);
  }
}

/** The problems that were dropped. ImportError for the first that cannot be read: then none is taken. */
export async function importFiles(files: readonly SourceFile[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  let size = 0;
  for await (const problem of imported(files)) {
    if (problem instanceof ImportError) throw problem;
    for (const { input, answers } of problem.tests) size += input.length + answers.join('').length;
    if (size > MOST_CHARACTERS) throw new TooLargeError();
    problems.push(problem);
  }
  return problems;
}
