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
    return new Reader(path, parse(textOf(path, bytes), { maxAliasCount: 0, logLevel: 'error' }) ?? {});
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw new ImportError({
      file: path,
      reason: `is not YAML (${(error as Error).message.split('\n')[0]}).`,
    });
  }
}

/** problem.yaml, after problems of a kind that cannot be judged have been refused by name. */
export function readMetadata(files: PackageFiles): Reader {
  const yaml = readYaml(files, MARKER);
  refuseTypes(yaml);
  return yaml;
}

/** Whether the package's own output validator decides: by name in the legacy format, by being there in the new one. */
export function ownValidator(yaml: Reader, files: PackageFiles): boolean {
  if (interactive(yaml) || validation(yaml).includes('custom')) return true;
  return !legacy(yaml) && [...files.keys()].some((path) => /^output_validators?\//.test(path));
}

/** Whether the submission talks with the validator. */
export function interactive(yaml: Reader): boolean {
  return types(yaml).includes('interactive') || validation(yaml).includes('interactive');
}

function validation(yaml: Reader): string[] {
  const field = yaml.at('validation');
  return field.missing ? [] : field.text().split(/\s+/);
}

function types(yaml: Reader): string[] {
  const type = yaml.at('type');
  if (type.missing) return [];
  return Array.isArray(type.value) ? type.value.map(String) : String(type.value).split(/\s+/);
}

/** Whether the package is of the format before 2023, where the validator and its flags stand in problem.yaml. */
export function legacy(yaml: Reader): boolean {
  const version = yaml.at('problem_format_version');
  return version.missing || String(version.value).startsWith('legacy');
}

const TYPES = ['pass-fail', 'scoring', 'interactive'];

function refuseTypes(yaml: Reader): void {
  const other = types(yaml).find((type) => !TYPES.includes(type));
  if (other === undefined) return;
  const known = TYPES.map((type) => `“${type}”`).join(', ');
  yaml.at('type').fail(`“${other}” problems cannot be judged yet; only ${known} ones can.`);
}

/**
 * Whether the package gives points. It is judged as pass or fail over all of its tests: a program gets full marks with
 * the default validator exactly if every test accepts it. Part of the points is not counted.
 */
export function scores(yaml: Reader): boolean {
  return types(yaml).includes('scoring') || validation(yaml).includes('score');
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
