import { ImportError } from '../import-error.ts';
import { type PackageFiles, sourceText } from '../package-files.ts';
import type { Reader } from '../reader.ts';

/** Files in which `{{name}}` stands for a constant's value (2025-09, "Constants"), and LaTeX's `\constant{name}`. */
const TOUCHED =
  /^(?:statement\/.*\.(?:md|tex)|output_validators?\/|submissions\/|data\/(?:.*\/)?test_group\.yaml$)/;

/** What stands in a statement often would otherwise fill the memory. */
const LONGEST = 200;

/** The package's files with its constants put in; a name that there is no constant of stays as it is. */
export function withConstants(yaml: Reader, files: PackageFiles): PackageFiles {
  const field = yaml.at('constants');
  if (field.missing) return files;
  const constants = new Map(
    field.entries().map(([name, constant]) => {
      const { value } = constant;
      if (typeof value !== 'string' && typeof value !== 'number')
        constant.fail('should be a number or text.');
      const text = String(value);
      if (text.length > LONGEST) constant.fail(`is longer than ${LONGEST} characters, which no constant is.`);
      return [name, text] as const;
    }),
  );
  const put = (written: string, name: string) => constants.get(name) ?? written;
  return new Map(
    [...files].map(([path, bytes]) => {
      const text = TOUCHED.test(path) ? sourceText(bytes) : null;
      if (text === null) return [path, bytes];
      const filled = text
        .replace(/\{\{([a-zA-Z_]\w*)\}\}/g, put)
        .replace(/\\constant\{([a-zA-Z_]\w*)\}/g, put);
      return [path, filled === text ? bytes : new TextEncoder().encode(filled)];
    }),
  );
}

/** What of a package cannot be honoured: submissions that are not judged as they are. */
export function refuseAdditions(files: PackageFiles): void {
  const included = [...files.keys()].find((path) => path.startsWith('include/'));
  if (included) {
    const reason = 'the package puts files of its own beside every submission, which cannot be done yet.';
    throw new ImportError({ file: included, reason });
  }
  const judging = [...files.keys()].find((path) => path.startsWith('static_validator/'));
  if (judging) {
    const reason =
      'the package judges the source of submissions too, which cannot be done; only what they do is judged.';
    throw new ImportError({ file: judging, reason });
  }
}
