import { attributeOf } from './html.ts';
import { parseInline } from './inline.ts';
import type { Block, Cell } from './tree.ts';

const TAG = /<(\/?)(tr|td|th|p|div|li|caption)\b([^<>]*)>/gi;
/** More is no table that a person reads. */
const MOST_SPANNED = 100;

interface Raw {
  tag: string;
  attributes: string;
  text: string;
}

/** What stands between `<table>` and `</table>`: rows of cells, as wide and high as they say. */
export function parseHtmlTable(html: string): Block {
  const rows: Raw[][] = [];
  /** What comes belongs to the row's last cell, until that ends. */
  let inCell = false;
  let read = 0;
  const readTo = (end: number) => {
    if (inCell) rows.at(-1)!.at(-1)!.text += html.slice(read, end);
  };
  for (const { 0: written, 1: slash, 2: name, 3: attributes = '', index } of html.matchAll(TAG)) {
    readTo(index);
    read = index + written.length;
    const tag = name!.toLowerCase();
    if (tag === 'tr') {
      if (!slash) rows.push([]);
      inCell = false;
    } else if (tag === 'td' || tag === 'th') {
      if (rows.length === 0) rows.push([]);
      if (!slash) rows.at(-1)!.push({ tag, attributes, text: '' });
      inCell = !slash;
    } else if (inCell) rows.at(-1)!.at(-1)!.text += ' ';
  }
  readTo(html.length);
  return { kind: 'table', rows: rows.filter((row) => row.length > 0).map((row) => row.map(cellOf)) };
}

function cellOf({ tag, attributes, text }: Raw): Cell {
  const spanned = (name: string) => {
    const number = Number.parseInt(attributeOf(attributes, name), 10);
    return number >= 1 && number <= MOST_SPANNED ? number : 1;
  };
  const side = attributeOf(attributes, 'align').toLowerCase();
  return {
    head: tag === 'th',
    align: side === 'left' || side === 'center' || side === 'right' ? side : null,
    columns: spanned('colspan'),
    rows: spanned('rowspan'),
    children: parseInline(text.trim()),
  };
}
