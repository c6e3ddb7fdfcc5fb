import { parseInline } from './inline.ts';
import { opensTable, parseTable } from './table.ts';
import type { Block } from './tree.ts';

const FENCE = /^ {0,3}(```+|~~~+)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*(?:\s*\{[#.-][^{}]*\})?$/;
const RULE = /^ {0,3}([-*_])( *\1){2,} *$/;
const ITEM = /^( *)([-*+]|(\d{1,9})[.)])\s+(?=\S)/;
const QUOTE = /^ {0,3}> ?/;
/** Below a heading's text, the lines of which stand before it. */
const UNDERLINE = /^ {0,3}(?:(={2,})|-{2,})\s*$/;
const FOOTNOTE = /^ {0,3}\[\^([^\]\s]{1,40})\]:\s*/;

/** Lists and quotes within each other; no statement comes near, and the call stack has an end. */
const DEEPEST = 30;

/** Markdown's blocks, line by line. */
export function parseLines(lines: readonly string[], depth = 0): Block[] {
  if (depth > DEEPEST) return [{ kind: 'paragraph', children: [{ kind: 'text', text: lines.join('\n') }] }];
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const fence = FENCE.exec(line)?.[1];
    const heading = HEADING.exec(line);
    const footnote = FOOTNOTE.exec(line);
    if (line.trim() === '') {
      at += 1;
    } else if (fence) {
      const end = indexFrom(lines, at + 1, (i) => lines[i]!.trimStart().startsWith(fence));
      blocks.push({ kind: 'code', text: lines.slice(at + 1, end).join('\n') });
      at = end + 1;
    } else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1]!.length, children: parseInline(heading[2]!) });
      at += 1;
    } else if (RULE.test(line)) {
      blocks.push({ kind: 'rule' });
      at += 1;
    } else if (QUOTE.test(line)) {
      const end = indexFrom(lines, at, (i) => !QUOTE.test(lines[i]!));
      blocks.push({ kind: 'quote', children: parseLines(lines.slice(at, end).map(unquoted), depth + 1) });
      at = end;
    } else if (ITEM.test(line)) {
      const list = parseList(lines, at, depth);
      blocks.push(list.block);
      at = list.end;
    } else if (opensTable(lines, at)) {
      const table = parseTable(lines, at);
      blocks.push(table.block);
      at = table.end;
    } else {
      const end = indexFrom(lines, at + 1, (i) => opensBlock(lines, i));
      const children = parseInline(
        lines
          .slice(at, end)
          .join('\n')
          .trim()
          .slice(footnote?.[0].length ?? 0),
      );
      const underline = footnote ? null : UNDERLINE.exec(lines[end] ?? '');
      if (footnote) blocks.push({ kind: 'footnote', label: footnote[1]!, children });
      else if (underline) blocks.push({ kind: 'heading', level: underline[1] ? 1 : 2, children });
      else blocks.push({ kind: 'paragraph', children });
      at = underline ? end + 1 : end;
    }
  }
  return blocks;
}

const unquoted = (line: string) => line.replace(QUOTE, '');

function opensBlock(lines: readonly string[], at: number): boolean {
  const line = lines[at]!;
  const opens = [FENCE, HEADING, RULE, UNDERLINE, ITEM, QUOTE, FOOTNOTE].some((form) => form.test(line));
  return line.trim() === '' || opens || opensTable(lines, at);
}

function indexFrom(lines: readonly string[], from: number, found: (at: number) => boolean): number {
  for (let at = from; at < lines.length; at += 1) if (found(at)) return at;
  return lines.length;
}

/** Items at the first one's indentation; what stands further in belongs to the item above. */
function parseList(lines: readonly string[], start: number, depth: number): { block: Block; end: number } {
  const [, indent, bullet, number] = ITEM.exec(lines[start]!)!;
  const ordered = number !== undefined;
  // Where an item's own text begins, as far as authors keep to it.
  const margin = indent!.length + bullet!.length + 1;
  const items: string[][] = [];
  let at = start;
  while (at < lines.length) {
    const line = lines[at]!;
    const item = ITEM.exec(line);
    const inner = indentOf(line) >= indent!.length + 2;
    if (item && !inner && (item[3] !== undefined) === ordered) {
      items.push([line.slice(item[0].length)]);
    } else if (line.trim() === '') {
      // A blank line stays in the list only if what follows still belongs to it.
      const next = lines[at + 1];
      if (next === undefined || !(indentOf(next) >= indent!.length + 2 || ITEM.test(next))) break;
      items.at(-1)!.push('');
    } else if (inner || !opensBlock(lines, at)) {
      items.at(-1)!.push(line.slice(Math.min(margin, indentOf(line))));
    } else break;
    at += 1;
  }
  const from = Number(number ?? 1);
  const blocks = items.map((item) => parseLines(item, depth + 1));
  return { block: { kind: 'list', ordered, ...(from === 1 ? {} : { start: from }), items: blocks }, end: at };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
