import type { Expectation } from '../../agreement.ts';
import type { Reference } from '../../problem.ts';
import { languageOfSource } from '../judge-program.ts';
import { type PackageFiles, sourceText } from '../package-files.ts';

/** The folders of both formats, and what they promise. */
const FOLDERS: Record<string, Expectation> = {
  accepted: 'AC',
  partially_accepted: 'partly AC',
  slow_accepted: 'AC or TLE',
  wrong_answer: 'WA',
  time_limit_exceeded: 'TLE',
  run_time_error: 'RE',
  memory_limit_exceeded: 'MLE',
  output_limit_exceeded: 'OLE',
  rejected: 'not AC',
  brute_force: 'RE or TLE',
};

/**
 * The submissions that the package carries, with what their folders promise. Those of several files, which stand in
 * folders of their own, are left out.
 */
export function referencesOf(files: PackageFiles): Reference[] {
  return [...files].flatMap(([path, bytes]) => {
    const [, folder = '', extension = ''] = /^submissions\/([^/]+)\/[^/]+\.(\w+)$/.exec(path) ?? [];
    const verdict = FOLDERS[folder];
    const source = verdict ? sourceText(bytes) : null;
    if (!verdict || source === null) return [];
    return [{ name: path, language: languageOf(extension, source), source, verdict }];
  });
}

/** A script says on its first line if it is for Python 2, which is another language. */
function languageOf(extension: string, source: string): string {
  if (extension === 'py' && /^#!.*\bpython2/.test(source)) return 'python2';
  return languageOfSource(`.${extension}`) ?? extension;
}
