import type { Attributes, MathNode } from './node.ts';

/** What stands around a table of formulas. */
const FENCES: Record<string, [open: string, close: string]> = {
  matrix: ['', ''],
  smallmatrix: ['', ''],
  pmatrix: ['(', ')'],
  bmatrix: ['[', ']'],
  Bmatrix: ['{', '}'],
  vmatrix: ['|', '|'],
  Vmatrix: ['‖', '‖'],
  cases: ['{', ''],
  dcases: ['{', ''],
  array: ['', ''],
  aligned: ['', ''],
  align: ['', ''],
  alignat: ['', ''],
  gathered: ['', ''],
  gather: ['', ''],
  split: ['', ''],
  eqnarray: ['', ''],
  equation: ['', ''],
};

/** Right before the sign that the lines are aligned at, left after it. */
const ALIGNED = new Set(['aligned', 'align', 'alignat', 'split', 'eqnarray']);
const FROM_THE_LEFT = new Set(['cases', 'dcases']);

export function isEnvironment(name: string): boolean {
  return name in FENCES;
}

export function fencesOf(name: string): [open: string, close: string] {
  return FENCES[name]!;
}

/** The body of an environment, rows between `\\` and cells between `&`. */
export function tableOf(body: string, name: string, read: (tex: string) => MathNode[]): MathNode {
  const rows = split(body.replace(/\\hline/g, ''), '\\\\').filter((row) => row.trim() !== '');
  const children = rows.map((row): MathNode => {
    // `\\[4pt]` asks for more space below.
    const cells = split(row.replace(/^\s*\[[^\]]*\]/, ''), '&');
    return { tag: 'mtr', children: cells.map((cell, column) => cellOf(read(cell), name, column)) };
  });
  return { tag: 'mtable', children };
}

function cellOf(children: MathNode[], name: string, column: number): MathNode {
  const side = ALIGNED.has(name) && column % 2 === 0 ? 'right' : 'left';
  const placed: { attributes?: Attributes } =
    ALIGNED.has(name) || FROM_THE_LEFT.has(name) ? { attributes: { class: side } } : {};
  return { tag: 'mtd', children, ...placed };
}

/** Split where the mark stands outside of braces and of environments. */
function split(text: string, mark: '\\\\' | '&'): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: found, index } of text.matchAll(/\\begin\b|\\end\b|\\\\|\\[\s\S]|[{}&]/g)) {
    if (found === '{' || found === '\\begin') depth += 1;
    else if (found === '}' || found === '\\end') depth -= 1;
    else if (found === mark && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + found.length;
    }
  }
  return [...parts, text.slice(start)];
}
