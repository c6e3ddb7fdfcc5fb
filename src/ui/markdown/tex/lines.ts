import { type MathNode, textOf } from './node.ts';

/** A formula in pieces between which a line may end: after relations and commas that stand in no bracket. */
export function piecesOf(nodes: readonly MathNode[]): MathNode[][] {
  const pieces: MathNode[][] = [[]];
  let depth = 0;
  for (const node of nodes) {
    pieces.at(-1)!.push(node);
    if (node.tag !== 'mo') continue;
    const text = textOf(node);
    if (/^[([{⌊⌈⟨]$/.test(text)) depth += 1;
    else if (/^[)\]}⌋⌉⟩]$/.test(text)) depth -= 1;
    else if (depth === 0 && node.attributes?.['form'] === 'infix') pieces.push([]);
  }
  return pieces.filter((piece) => piece.length > 0);
}
