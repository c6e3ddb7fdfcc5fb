import { type JudgeProgram, PROGRAM_CHECKER, type Problem, type Test } from '../../problem.ts';
import { ImportError } from '../import-error.ts';
import { LEFT_OVER, languageOfSource, programIn } from '../judge-program.ts';
import type { PackageFiles } from '../package-files.ts';
import type { Reader } from '../reader.ts';
import { checkerOfFlags } from './flags.ts';
import { interactive, ownValidator } from './metadata.ts';
import { type Arguments, argumentsOf } from './tests.ts';

const FOLDER = /^(output_validators?\/)/;

/**
 * What judges the package's tests: the default validator with its arguments, or the package's own as a checker, or,
 * in an interactive problem, as the interactor. The first test's arguments are the problem's; a test that has others
 * carries them itself.
 */
export function validationOf(
  name: string,
  yaml: Reader,
  files: PackageFiles,
  tests: readonly Test[],
): Pick<Problem, 'checker' | 'tests'> & Partial<Pick<Problem, 'interactor'>> {
  const given = tests.map((test) => argumentsOf(yaml, files, test));
  const differing = (of: (one: Arguments) => Pick<Test, 'config' | 'args'>): Test[] =>
    tests.map((test, i) => {
      const same = given[i]!.words.join('\n') === given[0]!.words.join('\n');
      return same ? test : { ...test, ...of(given[i]!) };
    });
  if (!ownValidator(yaml, files)) {
    const checkers = ({ source, words }: Arguments) => checkerOfFlags(source.file, source.field, words);
    return { checker: checkers(given[0]!), tests: differing((one) => ({ config: checkers(one).config })) };
  }
  const { words } = given[0]!;
  const program: JudgeProgram = {
    ...validatorIn(name, files),
    protocol: 'kattis',
    ...(words.length > 0 ? { args: words } : {}),
  };
  const judged = { tests: differing((one) => ({ args: one.words })) };
  if (interactive(yaml)) return { checker: { id: 'tokens', config: {} }, interactor: program, ...judged };
  return { checker: { id: PROGRAM_CHECKER, config: {}, program }, ...judged };
}

/** The one output validator: a file, or a folder with the files of one. */
function validatorIn(name: string, files: PackageFiles): ReturnType<typeof programIn> {
  const paths = [...files.keys()].filter((path) => FOLDER.test(path) && !LEFT_OVER.test(path)).sort();
  const root = FOLDER.exec(paths[0] ?? '')?.[1];
  if (!root) {
    const reason =
      'has no output validator, which its problem.yaml asks for; it should be in output_validator/.';
    throw new ImportError({ file: name, reason });
  }
  const folders = new Set(paths.flatMap((path) => /^([^/]+\/[^/]+\/)/.exec(path)?.[1] ?? []));
  const loose = paths.some((path) => path.split('/').length === 2 && languageOfSource(path));
  if (folders.size > 1 || (folders.size === 1 && loose)) {
    const reason = 'holds several output validators; only one can decide.';
    throw new ImportError({ file: root, reason });
  }
  return programIn(files, [...folders][0] ?? root);
}
