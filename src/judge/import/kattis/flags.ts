import type { CheckerSpec } from '../../problem.ts';
import { ImportError } from '../import-error.ts';

/**
 * The default output validator's arguments as a `tokens` checker (problem package format, "Default output
 * validator"): without any, case and the amount of whitespace do not matter.
 */
export function checkerOfFlags(file: string, field: string, flags: readonly string[]): CheckerSpec {
  const config: CheckerSpec['config'] = { caseSensitive: false };
  for (let i = 0; i < flags.length; i++) {
    const flag = flags[i]!;
    switch (flag) {
      case 'case_sensitive':
        config['caseSensitive'] = true;
        break;
      case 'space_change_sensitive':
        config['spaceSensitive'] = true;
        break;
      case 'float_tolerance':
      case 'float_absolute_tolerance':
      case 'float_relative_tolerance': {
        const tolerance = Number(flags[++i]);
        if (!(tolerance >= 0)) {
          throw new ImportError({
            file,
            field,
            reason: `${flag} needs a number after it, e.g. “${flag} 1e-6”.`,
          });
        }
        if (flag !== 'float_relative_tolerance') config['absolute'] = tolerance;
        if (flag !== 'float_absolute_tolerance') config['relative'] = tolerance;
        break;
      }
      default:
        throw new ImportError({ file, field, reason: `the default validator knows no argument “${flag}”.` });
    }
  }
  return { id: 'tokens', config };
}
