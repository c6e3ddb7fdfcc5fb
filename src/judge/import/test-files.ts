import { createProblem } from '../create.ts';
import type { Problem, Test } from '../problem.ts';
import { ImportError } from './import-error.ts';
import { hasSampleFence, titleOf } from './markdown.ts';
import { type PackageFiles, textOf } from './package-files.ts';

const INPUT = /^(?:.*\/)?[^/]+\.in$/;
/** In the order of preference where a test has several. */
const ANSWERS = ['.ans', '.out'];

/** Whether files hold tests by the names of a judge's folder: `1.in` beside `1.ans` or `1.out`. */
export function hasTestFiles(paths: readonly string[]): boolean {
  return paths.some((path) => INPUT.test(path));
}

/**
 * A problem from bare tests: `NAME.in` with `NAME.ans` or `NAME.out`. Those in a folder, or with a name, that
 * begins with “sample” or “example” are samples, the others secret. A Markdown file beside them is the statement;
 * without one it is empty, and the problem can be judged but not solved. `name` is the folder or archive.
 */
export async function importTestFiles(name: string, files: PackageFiles): Promise<Problem> {
  const inputs = [...files.keys()].filter((path) => INPUT.test(path)).sort(byNumber);
  const lone = [...files.keys()].find(
    (path) => ANSWERS.some((end) => path.endsWith(end)) && !files.has(path.replace(/\.\w+$/, '.in')),
  );
  if (lone) {
    throw new ImportError({ file: `${name}/${lone}`, reason: 'has no input; its .in file is missing.' });
  }
  const statement = [...files.keys()].find((path) => /\.(md|markdown)$/i.test(path));
  const tests = inputs.map((path): Test => {
    const id = path.slice(0, -'.in'.length);
    const answer = ANSWERS.map((end) => id + end).find((other) => files.has(other));
    if (!answer) {
      const reason = `has no answer; ${id}.ans or ${id}.out is missing.`;
      throw new ImportError({ file: `${name}/${path}`, reason });
    }
    const sample = /(?:^|\/)(?:sample|example)/i.test(id);
    return {
      id,
      input: textOf(`${name}/${path}`, files.get(path)!),
      answers: [textOf(`${name}/${answer}`, files.get(answer)!)],
      origin: sample ? 'sample' : 'secret',
    };
  });
  return createProblem({
    title: titleOf(name),
    ...(statement ? { statement: statementOf(`${name}/${statement}`, files.get(statement)!) } : {}),
    tests: [...tests].sort((a, b) => Number(b.origin === 'sample') - Number(a.origin === 'sample')),
    source: name,
  });
}

function statementOf(path: string, bytes: Uint8Array): string {
  const text = textOf(path, bytes);
  if (hasSampleFence(text)) {
    const reason = 'has samples of its own beside the test files; import it alone, or take the fences out.';
    throw new ImportError({ file: path, reason });
  }
  return text.trim();
}

/** By name, numbers in names by their value; `01` before `1`, so that the order is the same wherever they come from. */
export function byNumber(a: string, b: string): number {
  const key = (path: string): string =>
    `${path.replace(/\d+/g, (digits) => digits.padStart(12, '0'))}\0${path}`;
  return key(a) < key(b) ? -1 : 1;
}
