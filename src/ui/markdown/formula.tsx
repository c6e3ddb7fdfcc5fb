import { createElement, type VNode } from 'preact';
import { piecesOf } from './tex/lines.ts';
import type { MathNode } from './tex/node.ts';
import { parseTex } from './tex/parse.ts';

/** A formula in the text, which may be broken over lines after a relation, or on lines of its own. */
export function Formula({ tex, display }: { tex: string; display: boolean }): VNode {
  const nodes = parseTex(tex);
  if (display) {
    return (
      <span class="formula">
        <math display="block">{nodes.map(elementOf)}</math>
      </span>
    );
  }
  return (
    <>
      {piecesOf(nodes).map((piece, i) => (
        <math key={i}>{piece.map(elementOf)}</math>
      ))}
    </>
  );
}

function elementOf(node: MathNode): VNode {
  const inside = 'text' in node ? node.text : 'children' in node ? node.children.map(elementOf) : null;
  return createElement(node.tag, node.attributes ?? {}, inside);
}
