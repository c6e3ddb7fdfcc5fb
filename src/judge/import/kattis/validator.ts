import { type JudgeProgram, PROGRAM_CHECKER, type Problem, type Test } from '../../problem.ts';
import { ImportError } from '../import-error.ts';
import { programIn } from '../judge-program.ts';
import type { PackageFiles } from '../package-files.ts';
import type { Reader } from '../reader.ts';
import { checkerOfFlags } from './flags.ts';
import { interactive, ownValidator } from './metadata.ts';
import { argumentsOf } from './tests.ts';

const FOLDER = /^(output_validators?\/)/;

/**
 * What judges the package's tests: the default validator with its arguments, or the package's own as a checker, or,
 * in an interactive problem, as the interactor.
 */
export function validationOf(
  name: string,
  yaml: Reader,
  files: PackageFiles,
  tests: readonly Test[],
): Pick<Problem, 'checker'> & Partial<Pick<Problem, 'interactor'>> {
  const { source, words } = argumentsOf(yaml, files, tests);
  if (!ownValidator(yaml, files)) return { checker: checkerOfFlags(source.file, source.field, words) };
  const program: JudgeProgram = {
    ...validatorIn(name, files),
    protocol: 'kattis',
    ...(words.length > 0 ? { args: words } : {}),
  };
  if (interactive(yaml)) return { checker: { id: 'tokens', config: {} }, interactor: program };
  return { checker: { id: PROGRAM_CHECKER, config: {}, program } };
}

/** The one output validator: a file, or a folder with the files of one. */
function validatorIn(name: string, files: PackageFiles): ReturnType<typeof programIn> {
  const paths = [...files.keys()].filter((path) => FOLDER.test(path)).sort();
  const root = FOLDER.exec(paths[0] ?? '')?.[1];
  if (!root) {
    const reason =
      'has no output validator, which its problem.yaml asks for; it should be in output_validator/.';
    throw new ImportError({ file: name, reason });
  }
  const folders = new Set(paths.flatMap((path) => /^([^/]+\/[^/]+\/)/.exec(path)?.[1] ?? []));
  const loose = paths.some((path) => path.split('/').length === 2);
  if (folders.size > 1 || (folders.size === 1 && loose)) {
    const reason = 'holds several output validators; only one can decide.';
    throw new ImportError({ file: root, reason });
  }
  return programIn(files, [...folders][0] ?? root);
}
