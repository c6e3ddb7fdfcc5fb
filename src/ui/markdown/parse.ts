import { ATTRIBUTES, BLOCKS, COMMENT, decoded, GONE } from './html.ts';
import { parseHtmlTable } from './html-table.ts';
import { parseLines } from './lines.ts';
import type { Block } from './tree.ts';

/** Escapes, code and formulas, in which a tag is none, and comments; or a tag of an element that stands on its own lines. */
const PIECE = new RegExp(
  [
    /^ {0,3}(?<fence>```+|~~~+)[\s\S]*?(?:\n {0,3}\k<fence>[`~]*[ \t]*$|$(?![\s\S]))/,
    /\\[\\`<$]/,
    /(?<ticks>`+)(?:(?!\n\s*\n)[^`])+\k<ticks>/,
    /\$\$[^$]+\$\$|\$[^$\n]+\$/,
    new RegExp(COMMENT),
    new RegExp(GONE),
    /<pre\b[^<>]*>(?<pre>[\s\S]*?)(?:<\/pre\s*>|$(?![\s\S]))/,
    /<table\b[^<>]*>(?<table>[\s\S]*?)(?:<\/table\s*>|$(?![\s\S]))/,
    new RegExp(`<(?<end>/?)(?<tag>${BLOCKS})${ATTRIBUTES}/?>`),
  ]
    .map((form) => form.source)
    .join('|'),
  'gim',
);

/** An element whose end has not come, and what it holds so far; a list's items stand apart. */
interface Open {
  name: string;
  blocks: Block[];
  items: Block[][];
}

/** Elements that are more than the blocks that they hold. */
const HOLDING = /^(?:blockquote|ul|ol|li|h[1-6])$/;

/**
 * Reads Markdown, and the HTML that statements have in it, into blocks. Never fails: any text is some Markdown. What
 * is not understood stays as it was written.
 */
export function parseMarkdown(text: string): Block[] {
  const source = text.replace(/\r\n?/g, '\n').replace(/^\t+/gm, (tabs) => '    '.repeat(tabs.length));
  const stack: Open[] = [{ name: '', blocks: [], items: [] }];
  const here = () => stack.at(-1)!;
  const add = (...blocks: Block[]) => here().blocks.push(...blocks);
  let read = 0;
  const readTo = (end: number) => {
    const between = source.slice(read, end);
    if (between.trim() !== '') add(...parseLines(between.split('\n')));
  };
  for (const found of source.matchAll(PIECE)) {
    const { pre, table, tag, end, gone } = found.groups as Record<string, string | undefined>;
    if (![pre, table, tag, gone].some((part) => part !== undefined)) continue;
    readTo(found.index);
    read = found.index + found[0].length;
    if (pre !== undefined) add({ kind: 'code', text: preformatted(pre) });
    else if (table !== undefined) add(parseHtmlTable(table));
    else if (gone !== undefined) continue;
    else if (/^hr$/i.test(tag!)) add({ kind: 'rule' });
    else if (HOLDING.test(tag!.toLowerCase())) {
      if (end) closeTo(stack, tag!.toLowerCase());
      else {
        // An item ends where the next begins.
        if (/^li$/i.test(tag!) && here().name === 'li') close(stack);
        if (stack.length <= DEEPEST) stack.push({ name: tag!.toLowerCase(), blocks: [], items: [] });
      }
    }
  }
  readTo(source.length);
  while (stack.length > 1) close(stack);
  return stack[0]!.blocks;
}

/** Elements within each other; no statement comes near. */
const DEEPEST = 30;

/** Ends the innermost element of this name and those in it; an end without its beginning is none. */
function closeTo(stack: Open[], name: string): void {
  if (!stack.some((element) => element.name === name)) return;
  while (stack.at(-1)!.name !== name) close(stack);
  close(stack);
}

/** Ends the innermost element: what it holds goes to the one around it. */
function close(stack: Open[]): void {
  const { name, blocks, items } = stack.pop()!;
  const around = stack.at(-1)!;
  if (name === 'blockquote') around.blocks.push({ kind: 'quote', children: blocks });
  else if (isList(name)) {
    const all = blocks.length > 0 ? [...items, blocks] : items;
    around.blocks.push({ kind: 'list', ordered: name === 'ol', items: all });
  } else if (name === 'li' && isList(around.name)) around.items.push(blocks);
  else if (name === 'li') around.blocks.push({ kind: 'list', ordered: false, items: [blocks] });
  else {
    const level = Number(name[1]);
    const heading = (block: Block): Block =>
      block.kind === 'paragraph' ? { kind: 'heading', level, children: block.children } : block;
    around.blocks.push(...blocks.map(heading));
  }
}

const isList = (name: string) => name === 'ul' || name === 'ol';

/** `<pre>` keeps its blanks; tags within it are layout. */
function preformatted(html: string): string {
  return decoded(html.replace(/<br\s*\/?>/gi, '\n').replace(/<\/?[a-z][^<>]*>/gi, '')).replace(
    /^\n|\s+$/g,
    '',
  );
}
