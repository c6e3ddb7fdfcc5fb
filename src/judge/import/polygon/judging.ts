import { CHECKER_IDS } from '../../checkers/index.ts';
import { type JudgeProgram, PROGRAM_CHECKER, type Problem } from '../../problem.ts';
import { ImportError } from '../import-error.ts';
import { programOf } from '../judge-program.ts';
import type { PackageFiles } from '../package-files.ts';
import type { Element } from './xml.ts';

const TESTLIB = 'testlib.h';

/**
 * The package's checker, and its interactor if it has one. testlib's standard checkers carry a name, `std::wcmp.cpp`,
 * and ours have the same ids; any other is compiled with the headers that the package carries.
 */
export function judgingOf(
  assets: Element,
  files: PackageFiles,
): Pick<Problem, 'checker'> & Partial<Pick<Problem, 'interactor'>> {
  const checker = assets.one('checker');
  const [, id] = /^std::(\w+)\.cpp$/.exec(checker.attributes['name'] ?? '') ?? [];
  const interactor = assets.find('interactor');
  return {
    checker:
      id !== undefined && CHECKER_IDS.includes(id)
        ? { id, config: {} }
        : { id: PROGRAM_CHECKER, config: {}, program: testlibProgram(checker, files) },
    ...(interactor ? { interactor: testlibProgram(interactor, files) } : {}),
  };
}

function testlibProgram(element: Element, files: PackageFiles): JudgeProgram {
  const path = element.find('source')?.attributes['path'];
  if (path === undefined) return element.fail('names no <source>, so it cannot be compiled.');
  const headers = [...files.keys()].filter((one) => /^files\/[^/]+\.(h|hpp)$/.test(one)).sort();
  const program = programOf(files, path, headers);
  if (/#include\s*["<]testlib\.h[">]/.test(program.source) && !program.files?.[TESTLIB]) {
    const reason = `is missing, and ${path} is built with it; download the full package.`;
    throw new ImportError({ file: `files/${TESTLIB}`, reason });
  }
  return { ...program, protocol: 'testlib' };
}
