import type { Block } from './block.ts';
import type { Chosen, Spec } from './spec.ts';

/** A block's lines of Python. */
export const linesOf = ({ block, parameters: { c, d, letter } }: Chosen<Block>): string[] =>
  // `x - -3` and `a[--2:]` never occur: subtracted and sliced numbers are drawn positive.
  block.python.map((line) =>
    line.replaceAll('{c}', String(c)).replaceAll('{d}', String(d)).replaceAll('{letter}', String(letter)),
  );

/** Writes a spec as a Python program. */
export function writePython(spec: Spec): string {
  const parts: Chosen<Block>[] = [{ block: spec.source, parameters: {} }, ...spec.steps, spec.reduction];
  return `${parts.flatMap(linesOf).join('\n')}\n`;
}
