/** Marks within converted text where a list's item, a table's cell and a table's row begin (private-use characters). */
export const ITEM = '\uE000';
export const CELL = '\uE001';
export const ROW = '\uE002';

/** The marks taken out of a text that comes from outside. */
export function withoutMarks(text: string): string {
  return text.replace(/[\uE000-\uE002]/g, '');
}

/** A list's converted body as Markdown: what stands after each mark is an item. */
export function listOf(body: string, ordered: boolean): string {
  const items = body.split(ITEM).slice(1);
  const lines = items.map((item, index) => {
    const bullet = ordered ? `${index + 1}. ` : '- ';
    return bullet + tidy(item).replace(/\n(?=.)/g, `\n${' '.repeat(bullet.length)}`);
  });
  return `\n\n${lines.join('\n')}\n\n`;
}

/** A table's converted body as a Markdown table; the first row is its head. */
export function tableOf(body: string): string {
  const rows = body
    .split(ROW)
    .map((row) => row.split(CELL).map((cell) => cell.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|')))
    .filter((row) => row.some((cell) => cell !== ''));
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (width === 0) return '';
  const line = (row: string[]): string =>
    `| ${[...row, ...Array(width - row.length).fill('')].join(' | ')} |`;
  const [head, ...rest] = rows.map(line);
  return `\n\n${[head, `|${' --- |'.repeat(width)}`, ...rest].join('\n')}\n\n`;
}

export function quoteOf(body: string): string {
  return `\n\n${tidy(body).replace(/^/gm, '> ')}\n\n`;
}

/** A fence longer than any run of ticks inside. */
export function fenceOf(text: string): string {
  const ticks = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `\n\n${ticks}\n${text.replace(/^\n|\s+$/g, '')}\n${ticks}\n\n`;
}

export function codeOf(text: string): string {
  const ticks = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return text.trim() ? ticks + space + text.trim() + space + ticks : '';
}

/** At most one blank line in a row, and no spaces where lines end. */
export function tidy(text: string): string {
  return text
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
