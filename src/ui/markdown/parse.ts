/**
 * The Markdown that problem statements use, read into a tree and nothing more: no HTML passes through, so a
 * stranger's statement can only ever become text. What is not understood stays as it was written.
 */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'math'; text: string }
  | { kind: 'strong'; children: Inline[] }
  | { kind: 'emphasis'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] };

export type Block =
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; ordered: boolean; items: Block[][] }
  | { kind: 'rule' };

const FENCE = /^ {0,3}(```+|~~~+)/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}([-*_])( *\1){2,} *$/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])\s+/;
const QUOTE = /^ {0,3}> ?/;

/** Reads Markdown into blocks. Never fails: any text is some Markdown. */
export function parseMarkdown(text: string): Block[] {
  return parseBlocks(text.replace(/\r\n?/g, '\n').split('\n'));
}

function parseBlocks(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const fence = FENCE.exec(line)?.[1];
    const heading = HEADING.exec(line);
    if (line.trim() === '') {
      at += 1;
    } else if (fence) {
      const end = indexFrom(lines, at + 1, (other) => other.trimStart().startsWith(fence));
      blocks.push({ kind: 'code', text: lines.slice(at + 1, end).join('\n') });
      at = end + 1;
    } else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1]!.length, children: parseInline(heading[2]!) });
      at += 1;
    } else if (RULE.test(line)) {
      blocks.push({ kind: 'rule' });
      at += 1;
    } else if (QUOTE.test(line)) {
      const end = indexFrom(lines, at, (other) => !QUOTE.test(other));
      blocks.push({ kind: 'quote', children: parseBlocks(lines.slice(at, end).map(unquoted)) });
      at = end;
    } else if (ITEM.test(line)) {
      const list = parseList(lines, at);
      blocks.push(list.block);
      at = list.end;
    } else {
      const end = indexFrom(lines, at + 1, opensBlock);
      blocks.push({ kind: 'paragraph', children: parseInline(lines.slice(at, end).join('\n').trim()) });
      at = end;
    }
  }
  return blocks;
}

const unquoted = (line: string) => line.replace(QUOTE, '');

function opensBlock(line: string): boolean {
  const opens = [FENCE, HEADING, RULE, ITEM, QUOTE].some((form) => form.test(line));
  return line.trim() === '' || opens;
}

function indexFrom(lines: readonly string[], from: number, found: (line: string) => boolean): number {
  for (let at = from; at < lines.length; at += 1) if (found(lines[at]!)) return at;
  return lines.length;
}

function parseList(lines: readonly string[], start: number): { block: Block; end: number } {
  const ordered = /\d/.test(ITEM.exec(lines[start]!)![2]!);
  const items: string[][] = [];
  let at = start;
  while (at < lines.length) {
    const line = lines[at]!;
    const item = ITEM.exec(line);
    if (item && /\d/.test(item[2]!) === ordered && indentOf(line) < 2) {
      items.push([line.slice(item[0].length)]);
    } else if (line.trim() === '') {
      // A blank line stays in the list only if what follows still belongs to it.
      const next = lines[at + 1];
      if (next === undefined || !(indentOf(next) >= 2 || ITEM.test(next))) break;
      items.at(-1)!.push('');
    } else if (indentOf(line) >= 2 || !opensBlock(line)) {
      items.at(-1)!.push(line.replace(/^ {1,4}/, ''));
    } else break;
    at += 1;
  }
  return { block: { kind: 'list', ordered, items: items.map(parseBlocks) }, end: at };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

const INLINE = new RegExp(
  [
    /\\(?<escaped>[\\`*_{}[\]()#+.!$<>~|-])/,
    /(?<ticks>`+)(?<code>[^`]|[^`][\s\S]*?[^`])\k<ticks>(?!`)/,
    /\$\$(?<display>[^$]+)\$\$/,
    /\$(?<math>[^$\n]+)\$/,
    /\*\*(?<strong>\S|\S[\s\S]*?\S)\*\*/,
    /\*(?<star>[^\s*]|[^\s*][\s\S]*?[^\s*])\*/,
    /(?<![\p{L}\p{N}])_(?<underline>[^\s_]|[^\s_][\s\S]*?[^\s_])_(?![\p{L}\p{N}])/u,
    /!\[(?<alt>[^\]]*)\]\([^)\s]*\)/,
    /\[(?<label>[^\]]+)\]\((?<href>[^)\s]+)\)/,
  ]
    .map((form) => form.source)
    .join('|'),
  'gu',
);

/** Reads one paragraph's text. */
export function parseInline(text: string): Inline[] {
  const nodes: Inline[] = [];
  let read = 0;
  for (const found of text.matchAll(INLINE)) {
    if (found.index > read) nodes.push({ kind: 'text', text: text.slice(read, found.index) });
    nodes.push(inlineOf(found.groups as Record<string, string | undefined>));
    read = found.index + found[0].length;
  }
  if (read < text.length) nodes.push({ kind: 'text', text: text.slice(read) });
  return nodes;
}

function inlineOf(groups: Record<string, string | undefined>): Inline {
  const { escaped, code, display, math, strong, star, underline, alt, label, href } = groups;
  if (escaped !== undefined) return { kind: 'text', text: escaped };
  if (code !== undefined) return { kind: 'code', text: code };
  if (display !== undefined) return { kind: 'math', text: display.trim() };
  if (math !== undefined) return { kind: 'math', text: math };
  if (strong !== undefined) return { kind: 'strong', children: parseInline(strong) };
  const emphasis = star ?? underline;
  if (emphasis !== undefined) return { kind: 'emphasis', children: parseInline(emphasis) };
  if (alt !== undefined) return { kind: 'text', text: alt === '' ? '[image]' : `[image: ${alt}]` };
  // Only addresses that lead somewhere harmless become links; `javascript:` and its like stay text.
  const children = parseInline(label!);
  if (/^https?:\/\//i.test(href!)) return { kind: 'link', href: href!, children };
  return { kind: 'text', text: `${label} (${href})` };
}
