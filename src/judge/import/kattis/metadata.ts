import { parse } from 'yaml';
import { ImportError } from '../import-error.ts';
import { type PackageFiles, textOf } from '../package-files.ts';
import { Reader } from '../reader.ts';

const MARKER = 'problem.yaml';

/** A YAML file's value; an empty file is an empty object. Aliases, which can grow without bound, are refused. */
export function readYaml(files: PackageFiles, path: string): Reader {
  const bytes = files.get(path);
  if (!bytes) throw new ImportError({ file: path, reason: 'is missing.' });
  try {
    return new Reader(path, parse(textOf(path, bytes), { maxAliasCount: 0 }) ?? {});
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError({
      file: path,
      reason: `is not YAML (${(error as Error).message.split('\n')[0]}).`,
    });
  }
}

/** problem.yaml, after everything that asks for more than the default validator has been refused by name. */
export function readMetadata(files: PackageFiles): Reader {
  const yaml = readYaml(files, MARKER);
  refuseTypes(yaml.at('type'));
  const validation = yaml.at('validation');
  if (!validation.missing) {
    const words = validation.text().split(/\s+/);
    if (words.includes('interactive'))
      validation.fail('the problem is interactive, which cannot be judged yet.');
    if (words.includes('custom')) {
      validation.fail(
        'the problem has a validator of its own, which cannot be run yet; only the default one can.',
      );
    }
  } else if (!legacy(yaml)) {
    const own = [...files.keys()].find((path) => /^output_validators?\//.test(path));
    if (own) {
      const reason =
        'the problem has a validator of its own, which cannot be run yet; only the default one can.';
      throw new ImportError({ file: own, reason });
    }
  }
  return yaml;
}

/** Whether the package is of the format before 2023, where the validator and its flags stand in problem.yaml. */
export function legacy(yaml: Reader): boolean {
  const version = yaml.at('problem_format_version');
  return version.missing || String(version.value).startsWith('legacy');
}

function refuseTypes(type: Reader): void {
  if (type.missing) return;
  const types = Array.isArray(type.value) ? type.value : String(type.value).split(/\s+/);
  const other = types.find((one) => one !== 'pass-fail' && one !== 'scoring');
  if (other !== undefined) {
    type.fail(`“${other}” problems cannot be judged yet; only “pass-fail” and “scoring” ones can.`);
  }
}

/**
 * Whether the package gives points. It is judged as pass or fail over all of its tests: with the default validator
 * a program gets full marks exactly if every test accepts it. Part of the points is not counted.
 */
export function scores(yaml: Reader): boolean {
  const { value } = yaml.at('type');
  return (
    String(value)
      .split(/[\s,]+/)
      .includes('scoring') || /\bscore\b/.test(String(yaml.at('validation').value))
  );
}

/** The title: in English if there is one; where problem.yaml has none, the statement's or else the package's name. */
export function titleOf(yaml: Reader, statement: string | null, fallback: string): string {
  const name = yaml.at('name');
  if (name.missing) return statement || fallback;
  if (typeof name.value === 'string') return name.name();
  const languages = name.entries();
  const [, chosen] =
    languages.find(([language]) => language === 'en') ?? languages[0] ?? name.fail('is empty.');
  return chosen.name();
}
