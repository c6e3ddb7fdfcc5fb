import type { Test } from '../../problem.ts';
import { ImportError } from '../import-error.ts';
import { type PackageFiles, textOf } from '../package-files.ts';
import type { Reader } from '../reader.ts';
import { byNumber } from '../test-files.ts';
import { legacy, readYaml } from './metadata.ts';

const INPUT = /^data\/((?:sample|secret)\/.*)\.in$/;

/** The samples and then the secret tests, in the order of their names; ids are paths below `data/`. */
export function testsOf(name: string, files: PackageFiles): Test[] {
  const ids = [...files.keys()].flatMap((path) => INPUT.exec(path)?.[1] ?? []).sort(byNumber);
  const argued = [...files.keys()].find((path) => /^data\/.*\.(?:args|files\/.*)$/.test(path));
  if (argued) {
    const reason =
      'the test gives the program arguments or files, which cannot be done yet; only standard input can.';
    throw new ImportError({ file: argued, reason });
  }
  if (ids.length === 0) {
    throw new ImportError({
      file: name,
      reason: 'has no tests; they should be data/sample/*.in and data/secret/*.in.',
    });
  }
  return ids.map((id) => {
    const input = `data/${id}.in`;
    const answer = `data/${id}.ans`;
    if (!files.has(answer))
      throw new ImportError({ file: input, reason: `has no answer; ${answer} is missing.` });
    const folders = id.split('/').slice(0, -1);
    return {
      id,
      input: textOf(input, files.get(input)!),
      answers: [textOf(answer, files.get(answer)!)],
      ...(folders.length > 1 ? { group: folders.join('/') } : {}),
      origin: folders[0] as 'sample' | 'secret',
    };
  });
}

/** The validator's arguments, and where they stand. */
export interface Arguments {
  source: Reader;
  words: string[];
}

/**
 * The arguments that the validator gets in a test: those of problem.yaml (legacy) and of the nearest test group above
 * it that has some, or of its own.
 */
export function argumentsOf(yaml: Reader, files: PackageFiles, { id }: Pick<Test, 'id'>): Arguments {
  const base = legacy(yaml) ? words(yaml.at('validator_flags')) : [];
  const group = nearestGroup(files, id);
  return { source: group ?? yaml.at('validator_flags'), words: [...base, ...(group ? words(group) : [])] };
}

function nearestGroup(files: PackageFiles, id: string): Reader | null {
  const own = `data/${id}.yaml`;
  if (files.has(own)) {
    const test = readYaml(files, own);
    if (!test.at('args').missing) test.at('args').fail('programs cannot be given arguments yet.');
    if (!test.at('output_validator_args').missing) return test.at('output_validator_args');
  }
  const folders = `data/${id}`.split('/').slice(0, -1);
  for (; folders.length > 0; folders.pop()) {
    for (const [file, field] of [
      ['testdata.yaml', 'output_validator_flags'],
      ['test_group.yaml', 'output_validator_args'],
    ] as const) {
      const path = [...folders, file].join('/');
      const flags = files.has(path) ? readYaml(files, path).at(field) : null;
      if (flags && !flags.missing) return flags;
    }
  }
  return null;
}

function words(flags: Reader): string[] {
  if (flags.missing) return [];
  if (Array.isArray(flags.value)) return flags.items().map((flag) => String(flag.value));
  return String(flags.value).split(/\s+/).filter(Boolean);
}
