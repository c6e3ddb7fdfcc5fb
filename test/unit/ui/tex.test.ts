import { describe, expect, test } from 'vitest';
import { piecesOf } from '../../../src/ui/markdown/tex/lines.ts';
import { type MathNode, textOf } from '../../../src/ui/markdown/tex/node.ts';
import { parseTex } from '../../../src/ui/markdown/tex/parse.ts';

/** MathML without its attributes, rows in brackets: `msup(n 2)`. */
function shown(nodes: readonly MathNode[]): string {
  return nodes
    .map((node) => {
      if ('text' in node) return node.text;
      return 'children' in node ? `${node.tag}(${shown(node.children)})` : '';
    })
    .filter(Boolean)
    .join(' ');
}

describe('TeX of statements becomes MathML', () => {
  test.each([
    ['limits', '1 \\le n \\leq 10^5', '1 ≤ n ≤ msup(10 5)'],
    ['both scripts, in either order', 'a_{i+1}^2 + b^n_i', 'msubsup(a mrow(i + 1) 2) + msubsup(b i n)'],
    ['scripts of scripts', '2^{n_{i}}', 'msup(2 msub(n i))'],
    ['primes', "f'(x) + g''^2", 'msup(f ′) ( x ) + msup(g mrow(′ ′ 2))'],
    ['fractions', '\\frac{a+1}{2} \\dfrac12', 'mfrac(mrow(a + 1) 2) mfrac(1 2)'],
    ['roots', '\\sqrt{n} \\sqrt[3]{n}', 'msqrt(n) mroot(n 3)'],
    ['sums with their limits', '\\sum_{i=1}^{n} a_i', 'munderover(∑ mrow(i = 1) n) msub(a i)'],
    ['limits below a word', '\\max_{i} a_i \\log_2 n', 'munder(max i) msub(a i) msub(log 2) n'],
    ['brackets that grow', '\\left( \\frac ab \\right]', 'mrow(( mfrac(a b) ])'],
    ['a side without a bracket', '\\left. x \\right|_0', 'msub(mrow(mrow() x |) 0)'],
    ['text', 'x \\text{ if $n$ is 5\\%}', 'x \u00a0if n is 5%'],
    ['words', '\\operatorname{lcm}(a, b) \\bmod \\mathrm{MOD}', 'lcm ( a , b ) mod MOD'],
    ['letters of other alphabets', '\\mathbb{Z} \\mathbb R \\mathcal{O}(n) \\mathbf{x}', 'ℤ ℝ 𝒪 ( n ) 𝐱'],
    ['Greek and signs', '\\alpha \\leftarrow \\infty \\cdot \\emptyset', 'α ← ∞ ⋅ ∅'],
    ['floors', '\\lfloor \\frac{n}{2} \\rfloor', '⌊ mfrac(n 2) ⌋'],
    ['binomials', '\\binom{n}{k}', 'mrow(( mfrac(n k) ))'],
    ['remainders', 'a \\equiv b \\pmod{10^9+7}', 'a ≡ b mrow(( mod mrow(msup(10 9) + 7) ))'],
    ['signs struck out', '\\not= \\not\\in', '≠ ∉'],
    ['accents', '\\overline{ab} \\hat x', 'mover(mrow(a b) ¯) mover(x ^)'],
    ['braces below, named', '\\underbrace{a+b}_{n}', 'munder(munder(mrow(a + b) ⏟) n)'],
    [
      'lines of a limit',
      '\\sum_{\\substack{i<j \\\\ j<n}}',
      'munder(∑ mtable(mtr(mtd(i < j)) mtr(mtd(j < n))))',
    ],
    [
      'matrices',
      '\\begin{pmatrix} 1 & 0 \\\\ 0 & \\frac{1}{2} \\end{pmatrix}',
      'mrow(( mtable(mtr(mtd(1) mtd(0)) mtr(mtd(0) mtd(mfrac(1 2)))) ))',
    ],
    [
      'cases',
      'f = \\begin{cases} 1 & x \\ge 0 \\\\ 0 & \\text{else} \\end{cases}',
      'f = mrow({ mtable(mtr(mtd(1) mtd(x ≥ 0)) mtr(mtd(0) mtd(else))))',
    ],
    [
      'aligned lines',
      '\\begin{aligned}a &= b \\\\[4pt] c &= d\\end{aligned}',
      'mtable(mtr(mtd(a) mtd(= b)) mtr(mtd(c) mtd(= d)))',
    ],
    ['arrays', '\\begin{array}{|c|c|}\\hline 1 & 2\\\\\\hline\\end{array}', 'mtable(mtr(mtd(1) mtd(2)))'],
    ['numbers with a point, and grouped', '0.5 1{,}000 2\\,000.', '0.5 1 , 000 2 000 .'],
    ['escaped signs', '\\{a_1, \\ldots\\} \\% \\# \\_', '{ msub(a 1) , … } % # _'],
    ['less and greater', 'a \\lt b < c', 'a < b < c'],
    ['what is not known, by its name', 'a \\unknown{x}', 'a unknown x'],
  ])('%s', (_what, tex, expected) => {
    expect(shown(parseTex(tex))).toBe(expected);
  });
});

describe('what is wrong in a formula', () => {
  test.each([
    ['a brace that is never closed', '{a', 'a'],
    ['a brace too many', 'a}b', 'a b'],
    ['a script of nothing', '^2', 'msup(mrow() 2)'],
    ['a fraction of nothing', '\\frac', 'mfrac(mrow() mrow())'],
    ['a left without its right', '\\left( a', 'mrow(( a mrow())'],
    ['an end without its beginning', 'a \\end{matrix}', 'a'],
    ['a beginning without its end', '\\begin{matrix} a & b', 'mtable(mtr(mtd(a) mtd(b)))'],
    ['a backslash alone', 'a\\', 'a \\'],
    ['an environment that is none', '\\begin{foo}a\\end{foo}', 'a'],
  ])('%s does no harm', (_what, tex, expected) => {
    expect(shown(parseTex(tex))).toBe(expected);
  });

  test('nesting without an end is read in one pass', () => {
    const openings = [
      '{',
      '\\sqrt',
      '\\sqrt{',
      '\\left(',
      'x^',
      'x_{',
      '\\frac',
      '\\begin{matrix}',
      '\\hat',
      '\\not',
      '\\sqrt[',
    ];
    for (const opening of openings) {
      expect(parseTex(opening.repeat(20_000)).length).toBeGreaterThan(0);
    }
  });
});

test('a formula may be broken after a relation or a comma, never within a bracket', () => {
  const pieces = piecesOf(parseTex('1 \\le f(a, b) \\le 10, x = 2')).map((piece) =>
    piece.map(textOf).join(''),
  );
  expect(pieces).toEqual(['1≤', 'f(a,b)≤', '10,', 'x=', '2']);
});
