import { parseInline } from './inline.ts';
import type { Block, Cell } from './tree.ts';

const RULE = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Whether a table of pipes begins here: a row, and below it the line that divides head and body. */
export function opensTable(lines: readonly string[], at: number): boolean {
  const [head = '', rule = ''] = [lines[at], lines[at + 1]];
  return (
    head.includes('|') &&
    rule.includes('|') &&
    RULE.test(rule) &&
    cellsOf(head).length === cellsOf(rule).length
  );
}

/** A table of pipes (GitHub's Markdown); a row has as many cells as the head. */
export function parseTable(lines: readonly string[], start: number): { block: Block; end: number } {
  let end = start + 2;
  while (end < lines.length && lines[end]!.trim() !== '' && lines[end]!.includes('|')) end += 1;
  const sides = cellsOf(lines[start + 1]!).map(sideOf);
  const rowOf = (line: string, head: boolean): Cell[] => {
    const cells = cellsOf(line);
    return sides.map((align, i) => {
      return { head, align, columns: 1, rows: 1, children: parseInline(cells[i] ?? '') };
    });
  };
  const rows = [rowOf(lines[start]!, true), ...lines.slice(start + 2, end).map((line) => rowOf(line, false))];
  // LaTeX has no head to tell; one that is empty is none.
  const [head, ...body] = rows;
  return {
    block: { kind: 'table', rows: head!.every(({ children }) => children.length === 0) ? body : rows },
    end,
  };
}

function sideOf(rule: string): Cell['align'] {
  if (rule.endsWith(':')) return rule.startsWith(':') ? 'center' : 'right';
  return rule.startsWith(':') ? 'left' : null;
}

/** The cells of a row: pipes divide them, except `\|` and those within code and formulas. */
function cellsOf(line: string): string[] {
  const row = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  const cells: string[] = [''];
  for (const [piece] of row.matchAll(/\\\||`+[^`]*`+|\$(?:[^$\\]|\\.)*\$|[\s\S]/g)) {
    if (piece === '|') cells.push('');
    else cells[cells.length - 1] += piece.replaceAll('\\|', '|');
  }
  return cells.map((cell) => cell.trim());
}
