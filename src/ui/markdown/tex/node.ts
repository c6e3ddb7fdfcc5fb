/** A formula as a tree of MathML: the only elements that one can become. */
export type MathNode =
  | { tag: 'mi' | 'mn' | 'mo' | 'mtext'; text: string; attributes?: Attributes }
  | { tag: 'mspace'; attributes: Attributes }
  | { tag: Container; children: MathNode[]; attributes?: Attributes };

type Container =
  | 'mrow'
  | 'mfrac'
  | 'msqrt'
  | 'mroot'
  | 'msub'
  | 'msup'
  | 'msubsup'
  | 'munder'
  | 'mover'
  | 'munderover'
  | 'mtable'
  | 'mtr'
  | 'mtd';

export type Attributes = Readonly<Record<string, string>>;

/** The formula's characters, in order. */
export function textOf(node: MathNode): string {
  if ('text' in node) return node.text;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** One node for several. */
export function rowOf(children: MathNode[]): MathNode {
  return children.length === 1 ? children[0]! : { tag: 'mrow', children };
}
