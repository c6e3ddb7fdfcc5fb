import type { Block } from './block.ts';
import type { Chosen, Spec } from './spec.ts';

/** Writes a spec as a Python program. */
export function writePython(spec: Spec): string {
  const lines = ({ block, parameters: { c, d, letter } }: Chosen<Block>) =>
    block.python.map((line) =>
      line.replaceAll('{c}', String(c)).replaceAll('{d}', String(d)).replaceAll('{letter}', String(letter)),
    );
  const parts: Chosen<Block>[] = [{ block: spec.source, parameters: {} }, ...spec.steps, spec.reduction];
  // `x - -3` and `a[--2:]` never occur: subtracted and sliced numbers are drawn positive.
  return `${parts.flatMap(lines).join('\n')}\n`;
}
