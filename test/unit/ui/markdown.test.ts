import { expect, test } from 'vitest';
import { parseMath } from '../../../src/ui/markdown/math.ts';
import { parseInline, parseMarkdown } from '../../../src/ui/markdown/parse.ts';

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

test('HTML is text like any other', () => {
  const text = '<img src=x onerror=alert(1)><script>alert(1)</script>';
  expect(parseMarkdown(text)).toEqual([{ kind: 'paragraph', children: [{ kind: 'text', text }] }]);
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

test('math of the usual limits becomes readable text', () => {
  expect(parseMath('1 \\leq n \\leq 10^{5}')).toEqual([
    { text: '1 ≤ n ≤ 10', shift: 'none' },
    { text: '5', shift: 'up' },
  ]);
  expect(parseMath('a_i \\times \\unknown{x}')).toEqual([
    { text: 'a', shift: 'none' },
    { text: 'i', shift: 'down' },
    { text: ' × unknownx', shift: 'none' },
  ]);
});

test('a long hostile line is read in a moment', () => {
  for (const text of ['*'.repeat(3000), '_a'.repeat(3000), '`'.repeat(3000), '[x'.repeat(3000)]) {
    expect(parseMarkdown(text).length).toBeGreaterThan(0);
  }
});
