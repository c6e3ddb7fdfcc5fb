import { expect, test } from 'vitest';
import { parseInline } from '../../../src/ui/markdown/inline.ts';
import { parseMarkdown } from '../../../src/ui/markdown/parse.ts';
import type { Block, Cell } from '../../../src/ui/markdown/tree.ts';

test('a statement is read into headings, paragraphs, lists and code', () => {
  const blocks = parseMarkdown(
    '# Input\n\nOne `n`,\nthen *n* numbers.\n\n- first\n- second\n\n```\n1 2\n\n3\n```\n',
  );
  expect(blocks).toEqual([
    { kind: 'heading', level: 1, children: [{ kind: 'text', text: 'Input' }] },
    {
      kind: 'paragraph',
      children: [
        { kind: 'text', text: 'One ' },
        { kind: 'code', text: 'n' },
        { kind: 'text', text: ',\nthen ' },
        { kind: 'emphasis', children: [{ kind: 'text', text: 'n' }] },
        { kind: 'text', text: ' numbers.' },
      ],
    },
    {
      kind: 'list',
      ordered: false,
      items: [
        [{ kind: 'paragraph', children: [{ kind: 'text', text: 'first' }] }],
        [{ kind: 'paragraph', children: [{ kind: 'text', text: 'second' }] }],
      ],
    },
    { kind: 'code', text: '1 2\n\n3' },
  ]);
});

test('a list holds lists', () => {
  const [list] = parseMarkdown('1. one\n   - inner\n2. two');
  expect(list).toMatchObject({ kind: 'list', ordered: true });
  const { items } = list as Extract<typeof list, { kind: 'list' }>;
  expect(items).toHaveLength(2);
  expect(items[0]![1]).toMatchObject({ kind: 'list', ordered: false });
});

test('only http addresses become links', () => {
  expect(parseInline('[a](https://example.org/x)')).toMatchObject([
    { kind: 'link', href: 'https://example.org/x' },
  ]);
  expect(parseInline('[a](javascript:alert)')).toEqual([{ kind: 'text', text: 'a (javascript:alert)' }]);
});

test('an unclosed fence, a lone star and a name_with_underscores are kept as written', () => {
  expect(parseMarkdown('```\nx')).toEqual([{ kind: 'code', text: 'x' }]);
  expect(parseInline('2 * 3 and a_b_c')).toEqual([{ kind: 'text', text: '2 * 3 and a_b_c' }]);
});

test('a long hostile line is read in a moment', () => {
  const beginnings = [
    '*',
    '_a',
    '`',
    '[x',
    '<b>',
    '<ul><li>',
    '<table>',
    '<script>',
    '<!--',
    '&a',
    '> ',
    '| |\n',
  ];
  for (const text of beginnings.map((beginning) => beginning.repeat(3000))) {
    expect(parseMarkdown(text).length).toBeGreaterThan(0);
  }
});

const paragraphOf = (text: string) => {
  const [block, ...others] = parseMarkdown(text);
  expect(others).toEqual([]);
  return block?.kind === 'paragraph' ? block.children : block;
};

/** Rows of cells as plain text, heads marked. */
const rowsOf = (block: Block | undefined) => {
  const textOf = ({ head, children }: Cell) =>
    (head ? '# ' : '') + children.map((node) => ('text' in node ? node.text : node.kind)).join('');
  return block?.kind === 'table' ? block.rows.map((row) => row.map(textOf)) : block;
};

test('lists in lists keep their depth, whatever they are indented by', () => {
  const two = parseMarkdown('- a\n  - b\n    - c\n- d');
  const four = parseMarkdown('- a\n    - b\n        - c\n- d');
  const tabs = parseMarkdown('- a\n\t- b\n\t\t- c\n- d');
  const item = (text: string, ...inner: Block[]): Block[] => [
    { kind: 'paragraph', children: [{ kind: 'text', text }] },
    ...inner,
  ];
  const list = (...items: Block[][]): Block => ({ kind: 'list', ordered: false, items });
  expect(two).toEqual([list(item('a', list(item('b', list(item('c'))))), item('d'))]);
  expect(four).toEqual(two);
  expect(tabs).toEqual(two);
});

test('a numbered list begins where it says', () => {
  expect(parseMarkdown('3. c\n4. d')).toMatchObject([{ kind: 'list', ordered: true, start: 3 }]);
});

test('a table of pipes has a head, sides, and pipes of its own within formulas and code', () => {
  const [table] = parseMarkdown('| Group | $|a|$ |\n|:--|--:|\n| 1 | `x|y` |\n| 2 \\| 3 |\n');
  expect(rowsOf(table)).toEqual([
    ['# Group', '# |a|'],
    ['1', 'x|y'],
    ['2 | 3', ''],
  ]);
  expect(table).toHaveProperty('rows.0.0.align', 'left');
  expect(table).toHaveProperty('rows.2.1.align', 'right');
  // A LaTeX table, of which the first row is its head.
  expect(rowsOf(parseMarkdown('| A |\n| --- |\n| x\\|y |')[0])).toEqual([['# A'], ['x|y']]);
});

test('a table of HTML has cells that span columns and rows', () => {
  const [before, table, after] = parseMarkdown(
    'See\n<table border="1">\n<tr><th>Group<th>Points</tr>\n<tr><td colspan="2" align="center">$n$ &le; <b>5</b><br>\n</td></tr></table> and on',
  );
  expect([before?.kind, after?.kind]).toEqual(['paragraph', 'paragraph']);
  expect(rowsOf(table)).toEqual([['# Group', '# Points'], ['n ≤ strongbreak']]);
  expect(table).toHaveProperty('rows.1.0', expect.objectContaining({ columns: 2, rows: 1, align: 'center' }));
});

test('the HTML of statements is read as what it means', () => {
  expect(paragraphOf('2<sup>n</sup><br>H<sub>2</sub>O, <i>so</i> <code>a*b</code>')).toEqual([
    { kind: 'text', text: '2' },
    { kind: 'sup', children: [{ kind: 'text', text: 'n' }] },
    { kind: 'break' },
    { kind: 'text', text: 'H' },
    { kind: 'sub', children: [{ kind: 'text', text: '2' }] },
    { kind: 'text', text: 'O, ' },
    { kind: 'emphasis', children: [{ kind: 'text', text: 'so' }] },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'a*b' },
  ]);
  expect(
    parseMarkdown('<h2>Input</h2><p>One.<p>Two.\n<ul><li>a<li>b <ol><li>c</ol></ul><pre>1 &lt; 2\n</pre>'),
  ).toMatchObject([
    { kind: 'heading', level: 2 },
    { kind: 'paragraph' },
    { kind: 'paragraph' },
    { kind: 'list', ordered: false, items: [[{}], [{ kind: 'paragraph' }, { kind: 'list', ordered: true }]] },
    { kind: 'code', text: '1 < 2' },
  ]);
  expect(
    paragraphOf('<img src="a.png" alt="A tree"> <a href="https://example.org/">there</a>'),
  ).toMatchObject([
    { kind: 'image', name: 'a.png', alt: 'A tree' },
    { kind: 'text', text: ' ' },
    { kind: 'link', href: 'https://example.org/' },
  ]);
});

test('what only looks like HTML stays as it was written', () => {
  for (const text of [
    'if a <b and c> d',
    'print <answer>',
    'a<b>c',
    '<n> lines of <m>',
    'x </b> y',
    '<script> is a word',
  ]) {
    expect(paragraphOf(text)).toEqual([{ kind: 'text', text }]);
  }
  expect(paragraphOf('`<b>x</b>` and `<table>`')).toEqual([
    { kind: 'code', text: '<b>x</b>' },
    { kind: 'text', text: ' and ' },
    { kind: 'code', text: '<table>' },
  ]);
  expect(parseMarkdown('```\n<p>\n```')).toEqual([{ kind: 'code', text: '<p>' }]);
});

test('scripts, styles and frames go with all that they hold, and so do comments', () => {
  const hostile =
    'a<script>\n\nalert(1)\n</script>b<style>p{}</style><!-- no -->c<iframe src="javascript:x"></iframe><svg onload=x><script>y</script></svg>d';
  const text = JSON.stringify(parseMarkdown(hostile));
  for (const gone of ['alert', 'p{}', 'no', 'javascript', 'onload']) expect(text).not.toContain(gone);
  for (const kept of ['a', 'b', 'c', 'd']) expect(text).toContain(`"${kept}"`);
});

test('a footnote is marked where it is made and stands where it is told', () => {
  expect(parseMarkdown('Echo. [^1] More.\n\n[^1]: See [there](https://example.org/).')).toMatchObject([
    { kind: 'paragraph', children: [{}, { kind: 'mark', label: '1' }, {}] },
    { kind: 'footnote', label: '1', children: [{ text: 'See ' }, { kind: 'link' }, {}] },
  ]);
});

test('a line of dashes or equals signs makes a heading of what stands above it', () => {
  expect(parseMarkdown('Input\n=====\nOne.\n\nOutput\n---\nTwo.\n\n---\n')).toMatchObject([
    { kind: 'heading', level: 1, children: [{ text: 'Input' }] },
    { kind: 'paragraph', children: [{ text: 'One.' }] },
    { kind: 'heading', level: 2, children: [{ text: 'Output' }] },
    { kind: 'paragraph', children: [{ text: 'Two.' }] },
    { kind: 'rule' },
  ]);
  expect(parseMarkdown('-----Input-----\nOne.')).toMatchObject([{ kind: 'paragraph' }]);
});

test('a formula may go over a line’s end, prices may not', () => {
  expect(parseInline('If $1 \\le n\n\\le 5$, then')).toMatchObject([
    { text: 'If ' },
    { kind: 'math', text: '1 \\le n\n\\le 5' },
    { text: ', then' },
  ]);
  expect(parseInline('It costs $5\nor $6.')).toEqual([{ kind: 'text', text: 'It costs $5\nor $6.' }]);
});
