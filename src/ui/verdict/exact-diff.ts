import type { Difference } from '../../judge/verdict.ts';

/** Part of a line; `marked` is where the output first leaves the answer. */
export interface Piece {
  text: string;
  marked: boolean;
}

export interface DiffRow {
  /** 1-based, in both texts: a contest's output is compared from its beginning, line by line. */
  line: number;
  /** Null where the text has no such line. */
  expected: Piece[] | null;
  actual: Piece[] | null;
  differs: boolean;
}

/**
 * Answer and output line by line. The judge's `difference` says what is marked; without one it is the first
 * character that differs. Of an output that was cut (`whole` is false), the lines that are there are compared.
 */
export function exactDiff(
  expected: string,
  actual: string,
  difference?: Difference,
  whole = true,
): DiffRow[] {
  const right = whole ? linesOf(actual) : actual.split('\n').slice(0, -1);
  const left = whole ? linesOf(expected) : linesOf(expected).slice(0, right.length);
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, i): DiffRow => {
    const [a, b] = [left[i] ?? null, right[i] ?? null];
    return { line: i + 1, expected: plain(a), actual: plain(b), differs: a !== b };
  });
  const first = difference ? rows[difference.line - 1] : rows.find(({ differs }) => differs);
  if (!first) return rows;
  const [a, b] = [left[first.line - 1] ?? '', right[first.line - 1] ?? ''];
  const column = difference ? difference.column - 1 : firstCharacter(a, b);
  first.differs = true;
  if (first.actual) first.actual = mark(b, column, difference?.actual ?? '');
  if (first.expected) {
    const at = difference ? placeOfToken(a, tokensBefore(b, column)) : column;
    first.expected = mark(a, at, difference?.expected ?? '');
  }
  return rows;
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function plain(text: string | null): Piece[] | null {
  return text === null ? null : [{ text, marked: false }];
}

function firstCharacter(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  return i;
}

/** Marks `what` if it stands at the column, else the one character there; past the end nothing can be marked. */
function mark(line: string, column: number, what: string): Piece[] {
  const length = what !== '' && line.startsWith(what, column) ? what.length : 1;
  return [
    { text: line.slice(0, column), marked: false },
    { text: line.slice(column, column + length), marked: true },
    { text: line.slice(column + length), marked: false },
  ].filter(({ text }) => text !== '');
}

function tokensBefore(line: string, column: number): number {
  return line.slice(0, column).match(/\S+/g)?.length ?? 0;
}

/** Where the token with this number begins; the line's end if it has fewer. */
function placeOfToken(line: string, number: number): number {
  return [...line.matchAll(/\S+/g)][number]?.index ?? line.length;
}
