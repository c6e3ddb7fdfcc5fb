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
  if (input) refuse('the program would read a file; only standard input can be judged.');
  if (output) refuse('the program would write a file; only standard output can be judged.');
  return { kind: 'stdin' };
}

/** A function to be called instead of a program to be run. */
export function callOf(fn: string, refuse: Refuse): Io {
  return refuse(`asks for a function “${fn}” to be called; only programs that read input can be judged.`);
}
