import { checkerOf, UnknownCheckerError } from '../checkers/index.ts';
import type { CheckerSpec, Io } from '../problem.ts';

/** Says why an import cannot go on; throws an ImportError with the file and the field at fault. */
export type Refuse = (reason: string) => never;

/** The checker of this name, or a refusal where this version has none. */
export function knownChecker(id: string, refuse: Refuse, config: CheckerSpec['config'] = {}): CheckerSpec {
  try {
    checkerOf({ id, config });
  } catch (error) {
    if (error instanceof UnknownCheckerError) refuse(error.message);
    throw error;
  }
  return { id, config };
}

/** Standard input and output, or the files that a source names; empty and null mean the standard ones. */
export function ioOf(input: string | null, output: string | null, refuse: Refuse): Io {
  if (!input && !output) return { kind: 'stdin' };
  for (const name of [input ?? '', output ?? '']) {
    if (!/^(?!\.)[\w. -]*$/.test(name)) {
      refuse(`names the file “${name}”; it should be a plain name in the program’s own folder.`);
    }
  }
  if (input && input === output)
    refuse(`names “${input}” for input and for output; they should be two files.`);
  return { kind: 'files', input: input ?? '', output: output ?? '' };
}

/** A function to be called instead of a program to be run. */
export function callOf(fn: string, starter: string, refuse: Refuse): Io {
  if (!/^[A-Za-z_]\w*$/.test(fn)) refuse(`is “${fn}”; it should be the name of a function.`);
  return { kind: 'call', fn, starter };
}

/** A value as JSON for a call; refused where JavaScript has already lost digits of it, or cannot write it. */
export function exactJson(value: unknown, refuse: Refuse): string {
  try {
    return JSON.stringify(value, (_key, part) => {
      if (Number.isInteger(part) && !Number.isSafeInteger(part)) {
        refuse(`holds the whole number ${part}, past 2⁵³, of which digits are lost in JSON here.`);
      }
      return part;
    });
  } catch (error) {
    if (error instanceof RangeError) refuse('is nested too deep.');
    throw error;
  }
}
