import { ATTRIBUTES, attributeOf, COMMENT, characterOf, GONE, WRAPPING } from './html.ts';
import type { Inline } from './tree.ts';

const INLINE = new RegExp(
  [
    /\\(?<escaped>[\\`*_{}[\]()#+.!$<>~|&-])/,
    /(?<ticks>`+)(?<code>[^`]|[^`][\s\S]*?[^`])\k<ticks>(?!`)/,
    /\$\$(?<display>[^$]+)\$\$/,
    /\$(?<math>(?:[^$\\\n]|\\[^\n])+)\$/,
    /\$(?!\s)(?<lines>(?:[^$\\\n]|\\[^\n]|\n(?!\s*\n))+)(?<!\s)\$(?!\d)/,
    /(?<break> {2,}\n|\\\n)/,
    /\*\*(?<strong>\S|\S[\s\S]*?\S)\*\*(?!\*)/,
    /(?<![\p{L}\p{N}_])__(?<bold>[^\s_]|[^\s_][\s\S]*?[^\s_])__(?![\p{L}\p{N}_])/u,
    /\*(?<star>[^\s*]|[^\s*][\s\S]*?[^\s*])\*/,
    /(?<![\p{L}\p{N}])_(?<underline>[^\s_]|[^\s_][\s\S]*?[^\s_])_(?![\p{L}\p{N}])/u,
    /~~(?<struck>\S|\S[\s\S]*?\S)~~/,
    /!\[(?<alt>[^\]]*)\]\((?<image>[^)\s]*)(?:\s+"[^"]*")?\)(?:\{[^{}\n]*\})?/,
    /\[\^(?<mark>[^\]\s]{1,40})\]/,
    /\[(?<label>[^\]]+)\]\((?<href>[^)\s]+)(?:\s+"[^"]*")?\)/,
    /<(?<address>https?:\/\/[^\s<>]+)>/,
    new RegExp(COMMENT),
    new RegExp(GONE, 'u'),
    new RegExp(`<(?<tag>${Object.keys(WRAPPING).join('|')}|img|br)(?<attributes>${ATTRIBUTES})/?>`),
    new RegExp(`</(?<end>${Object.keys(WRAPPING).join('|')}|br)\\s*>`),
    /&(?<reference>#?\w{1,10});/,
  ]
    .map((form) => form.source)
    .join('|'),
  'giu',
);

/** An element whose end has not come. */
interface Open {
  name: string;
  /** The tag as written, which is what it stays if the end never comes. */
  written: string;
  attributes: string;
  nodes: Inline[];
}

/** Reads one paragraph's text. Never fails: what is no mark is text. */
export function parseInline(text: string): Inline[] {
  const root: Inline[] = [];
  const open: Open[] = [];
  const put = (node: Inline) => (open.at(-1)?.nodes ?? root).push(node);
  const say = (words: string) => words !== '' && put({ kind: 'text', text: words });
  let read = 0;
  for (const found of text.matchAll(INLINE)) {
    say(text.slice(read, found.index));
    read = found.index + found[0].length;
    const groups = found.groups as Groups;
    const tag = groups['tag']?.toLowerCase();
    const end = groups['end']?.toLowerCase();
    if (tag !== undefined && tag !== 'br' && tag !== 'img') {
      open.push({ name: tag, written: found[0], attributes: groups['attributes'] ?? '', nodes: [] });
    } else if (end !== undefined && end !== 'br') {
      if (!open.some(({ name }) => name === end)) say(found[0]);
      while (open.some(({ name }) => name === end)) {
        const element = open.pop()!;
        if (element.name !== end) spill(element, put, say);
        else {
          wrap(element, put);
          break;
        }
      }
    } else {
      const node = nodeOf(groups, found[0]);
      if (node) put(node);
    }
  }
  say(text.slice(read));
  for (let element = open.pop(); element; element = open.pop()) spill(element, put, say);
  return joined(root);
}

type Groups = Record<string, string | undefined>;

/** An element that is never closed is the text that it was written as. */
function spill({ written, nodes }: Open, put: (node: Inline) => void, say: (words: string) => void): void {
  say(written);
  nodes.forEach(put);
}

function wrap({ name, attributes, nodes }: Open, put: (node: Inline) => void): void {
  const kind = WRAPPING[name]!;
  if (name === 'a') {
    for (const node of linkOf(attributeOf(attributes, 'href'), nodes)) put(node);
  } else if (kind === 'plain') nodes.forEach(put);
  else if (kind === 'code') put({ kind: 'code', text: plainOf(nodes) });
  else put({ kind, children: joined(nodes) });
}

function nodeOf(groups: Groups, written: string): Inline | null {
  const { escaped, code, display, lines, math = lines, strong, bold, star, underline, struck } = groups;
  if (escaped !== undefined) return { kind: 'text', text: escaped };
  if (code !== undefined) return { kind: 'code', text: code };
  if (display !== undefined) return { kind: 'math', text: display.trim(), display: true };
  if (math !== undefined) return { kind: 'math', text: math, display: false };
  if (strong !== undefined || bold !== undefined) {
    return { kind: 'strong', children: parseInline((strong ?? bold)!) };
  }
  const emphasis = star ?? underline;
  if (emphasis !== undefined) return { kind: 'emphasis', children: parseInline(emphasis) };
  if (struck !== undefined) return { kind: 'struck', children: parseInline(struck) };
  return sparseNodeOf(groups, written);
}

function sparseNodeOf(groups: Groups, written: string): Inline | null {
  const { alt, image, mark, label, href, address, reference, tag, end, attributes = '' } = groups;
  if (groups['break'] !== undefined || tag?.toLowerCase() === 'br' || end) return { kind: 'break' };
  if (image !== undefined) return { kind: 'image', name: image, alt: alt ?? '' };
  if (tag)
    return { kind: 'image', name: attributeOf(attributes, 'src'), alt: attributeOf(attributes, 'alt') };
  if (mark !== undefined) return { kind: 'mark', label: mark };
  if (address !== undefined)
    return { kind: 'link', href: address, children: [{ kind: 'text', text: address }] };
  if (reference !== undefined) return { kind: 'text', text: characterOf(reference) ?? written };
  if (label === undefined) return null;
  const [link, ...others] = linkOf(href!, parseInline(label));
  return others.length === 0 && link?.kind === 'link' ? link : { kind: 'text', text: `${label} (${href})` };
}

/** Only addresses that lead somewhere harmless become links; `javascript:` and its like are not followed. */
function linkOf(href: string, children: Inline[]): Inline[] {
  return /^https?:\/\//i.test(href) ? [{ kind: 'link', href, children }] : children;
}

/** The characters of nodes that stand as code. */
function plainOf(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if ('children' in node) return plainOf(node.children);
      return 'text' in node ? node.text : '';
    })
    .join('');
}

/** Texts that stand side by side are one. */
function joined(nodes: readonly Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    if (node.kind === 'text' && last?.kind === 'text')
      out[out.length - 1] = { kind: 'text', text: last.text + node.text };
    else out.push(node);
  }
  return out;
}
