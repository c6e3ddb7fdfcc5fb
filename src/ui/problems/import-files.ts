import { ImportError } from '../../judge/import/import-error.ts';
import { importFiles as imported } from '../../judge/import/index.ts';
import type { SourceFile } from '../../judge/import/source.ts';
import type { Problem } from '../../judge/problem.ts';

/** Characters of tests that are taken at once; a whole data set would fill the page's memory. */
const MOST_CHARACTERS = 200e6;

/** The problems together are too large; the files themselves may be of any size. */
export class TooLargeError extends Error {
  override name = 'TooLargeError';
  constructor() {
    super(`These problems hold more than ${MOST_CHARACTERS / 1e6} MB of tests. Bring fewer at a time.`);
  }
}

/** What was read, and why the rest could not be. */
export interface Brought {
  problems: Problem[];
  errors: ImportError[];
}

/** The problems of files. TooLargeError if they are too many: then none is taken. */
export async function importFiles(files: readonly SourceFile[]): Promise<Brought> {
  const brought: Brought = { problems: [], errors: [] };
  let size = 0;
  for await (const problem of imported(files)) {
    if (problem instanceof ImportError) {
      brought.errors.push(problem);
      continue;
    }
    for (const { input, answers } of problem.tests) size += input.length + answers.join('').length;
    if (size > MOST_CHARACTERS) throw new TooLargeError();
    brought.problems.push(problem);
  }
  return brought;
}

/** The problems of a text that was pasted, whatever format it is in. */
export async function importText(name: string, text: string): Promise<Brought> {
  const bytes = new TextEncoder().encode(text);
  return importFiles([
    {
      path: name,
      chunks: async function* () {
        yield bytes;
      },
    },
  ]);
}
