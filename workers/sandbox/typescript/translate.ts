import { transform } from 'sucrase';
import type { Translation } from '../../../src/sandbox/language.ts';
import { findNamespace } from './namespaces.ts';

/**
 * TypeScript to JavaScript whose lines keep their numbers; enums and parameter properties become code. What
 * cannot be translated is an error with its line, `main.ts:3`.
 */
export function translate(source: string): Translation {
  try {
    const { code } = transform(source, { transforms: ['typescript'], disableESTransforms: true });
    const namespace = findNamespace(source);
    if (namespace) {
      const { name, line } = namespace;
      return refuse(
        line,
        `namespace ${name} has no translation here; declare its values at the top, or in an object`,
      );
    }
    return { ok: true, source: code };
  } catch (error) {
    if (error instanceof RangeError) return refuse(1, 'the program is nested too deeply');
    const { message, loc } = error as Error & { loc?: { line: number } };
    return refuse(
      loc?.line ?? 1,
      message.replace(/^Error transforming [^:]*: /, '').replace(/ \(\d+:\d+\)$/, ''),
    );
  }
}

function refuse(line: number, message: string): Translation {
  return { ok: false, compileError: `main.ts:${line}\nSyntaxError: ${message}` };
}
