import type { Wrapping } from './tree.ts';

/**
 * The HTML that statements use within Markdown. A tag is read only if it is one of these, and of its attributes only
 * the few that are named here: everything else is text, as `<n>` in a statement is.
 */
export const WRAPPING: Record<string, Wrapping | 'code' | 'plain'> = {
  b: 'strong',
  strong: 'strong',
  i: 'emphasis',
  em: 'emphasis',
  var: 'emphasis',
  cite: 'emphasis',
  dfn: 'emphasis',
  u: 'underline',
  ins: 'underline',
  s: 'struck',
  del: 'struck',
  strike: 'struck',
  sup: 'sup',
  sub: 'sub',
  small: 'small',
  code: 'code',
  tt: 'code',
  kbd: 'code',
  samp: 'code',
  span: 'plain',
  font: 'plain',
  mark: 'plain',
  abbr: 'plain',
  a: 'plain',
};

/** Elements that stand on lines of their own. */
export const BLOCKS =
  'address|article|aside|blockquote|caption|center|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul';

/** Gone with all that they hold, up to their end: none of it is for reading. What never ends is text. */
export const GONE = String.raw`<(?<gone>script|style|iframe|object|noscript|template|svg|math)\b[^<>]*>[\s\S]{0,5000}?</\k<gone>\s*>`;

export const COMMENT = String.raw`<!--[\s\S]{0,5000}?-->`;

const NAME = String.raw`[a-zA-Z_:][\w:.-]*`;
const VALUE = String.raw`(?:"[^"<]*"|'[^'<]*'|[^\s"'=<>\x60]+)`;
/** Attributes with a value each: in “if a <b and c> d” there is none, and no tag. */
export const ATTRIBUTES = String.raw`(?:\s+${NAME}\s*=\s*${VALUE})*\s*`;

/** An attribute's value as written in a tag, references undone; empty if it has none. */
export function attributeOf(attributes: string, name: string): string {
  for (const [, key, value] of attributes.matchAll(new RegExp(`(${NAME})\\s*=\\s*(${VALUE})`, 'g'))) {
    if (key!.toLowerCase() === name) return decoded(value!.replace(/^(["'])([\s\S]*)\1$/, '$2'));
  }
  return '';
}

const REFERENCES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  le: '≤',
  ge: '≥',
  ne: '≠',
  times: '×',
  middot: '·',
  minus: '−',
  plusmn: '±',
  deg: '°',
  infin: '∞',
  sum: '∑',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  larr: '←',
  rarr: '→',
  alpha: 'α',
  beta: 'β',
  pi: 'π',
};

/** The character that `&name;` or `&#number;` stands for, or null. */
export function characterOf(reference: string): string | null {
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(reference) ?? [];
  const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
  if (point > 0 && point <= 0x10ffff) return String.fromCodePoint(point);
  return Object.hasOwn(REFERENCES, reference) ? REFERENCES[reference]! : null;
}

/** A text with its references undone. */
export function decoded(text: string): string {
  return text.replace(/&(#?\w{1,10});/g, (written, reference: string) => characterOf(reference) ?? written);
}
