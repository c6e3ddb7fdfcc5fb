import { describe, expect, test } from 'vitest';
import { convertLatex } from '../../../src/judge/import/latex/convert.ts';
import { parseMarkdown } from '../../../src/ui/markdown/parse.ts';

const markdown = (latex: string): string =>
  convertLatex(latex, (name) => (name === 'cave' ? 'cave.jpg' : null)).markdown;

describe('LaTeX becomes Markdown', () => {
  test.each([
    ['headings', '\\section*{Input}One.\\subsection{More}', '## Input\n\nOne.\n\n### More'],
    ['fonts', '\\emph{a} \\textbf{b} \\texttt{c_d*}', '*a* **b** `c_d*`'],
    ['fonts declared for a group', 'x {\\bf bold {\\it both}} y', 'x **bold *both*** y'],
    ['Polygon’s fonts', '\\bf{b} \\t{x[0]} \\it{i}', '**b** `x[0]` *i*'],
    ['mathematics, left as TeX', 'If $a_i\n\\le 5$ or \\(b\\)', 'If $a_i \\le 5$ or $b$'],
    ['displays', 'So \\[ x^2 \\] and $$y$$', 'So\n\n$$x^2$$\n\n and\n\n$$y$$'],
    [
      'aligned equations',
      '\\begin{align*}a &= b \\\\ c &= d\\end{align*}',
      '$$\\begin{aligned}a &= b \\\\ c &= d\\end{aligned}$$',
    ],
    ['lists', '\\begin{itemize}\\item one\n\\item two\\end{itemize}', '- one\n- two'],
    [
      'lists in lists',
      '\\begin{enumerate}\\item a\\begin{itemize}\\item b\\end{itemize}\\item c\\end{enumerate}',
      '1. a\n\n   - b\n2. c',
    ],
    [
      'tables',
      '\\begin{tabular}{|l|r|}\\hline A & B\\\\\\hline 1 & x|y\\\\\\end{tabular}',
      '| A | B |\n| --- | --- |\n| 1 | x\\|y |',
    ],
    ['verbatim text', '\\begin{verbatim}\n  \\x % ``` y\n\\end{verbatim}', '````\n  \\x % ``` y\n````'],
    ['verbatim words', '\\verb|a_{b|', '`a_{b`'],
    ['images among the assets', '\\includegraphics[width=3cm]{cave}', '![](cave.jpg)'],
    ['images that are not there', '\\includegraphics{gone}', '\\[image: gone\\]'],
    ['illustrations', '\\illustration{0.3}{cave}{A \\emph{dark} cave}', '![A dark cave](cave.jpg)'],
    ['links to the web', '\\href{https://a.example/x\\_y}{here}', '[here](https://a.example/x_y)'],
    ['footnotes', 'word\\footnote{really}.', 'word (really).'],
    ['quotes, dashes and fixed spaces', "``a'' -- b --- c~d", '“a” – b — c d'],
    ['accents', 'H\\"older, \\\'{e}, na\\"{\\i}ve, \\c{c}, \\aa', 'Hölder, é, naïve, ç, å'],
    ['signs', '100\\% \\& \\$5 \\_ \\{x\\}', '100% & \\$5 \\_ {x}'],
    ['comments', 'a% no\n  b', 'ab'],
    ['unknown commands, as their text', '\\foo[opt]{kept} \\hskip x', 'kept x'],
    ['unknown environments, as their text', '\\begin{foo}kept\\end{foo}', 'kept'],
    ['sections as environments', '\\begin{Input}Two.\\end{Input}', '## Input\n\nTwo.'],
    [
      'cells over several columns and rows',
      '\\begin{tabular}{|c|c|}\\multicolumn{2}{|c|}{Both}\\\\\\multirow{2}{*}{a} & b\\\\\\cline{2-2} & c\\end{tabular}',
      '| Both |  |\n| --- | --- |\n| a | b |\n|  | c |',
    ],
    ['lines under and through words', '\\underline{a} \\sout{b}', '<u>a</u> ~~b~~'],
    [
      'figures with their captions',
      '\\begin{figure}[h]\\centering\\includegraphics{cave}\\caption{A \\emph{cave}}\\end{figure}',
      '![](cave.jpg)\n\n*A cave*',
    ],
    ['epigraphs', '\\epigraph{To be}{S.}', '> To be\n>\n> — S.'],
    ['Polygon’s scale of images', '\\def \\htmlPixelsInCm{45}\\includegraphics{cave}', '![](cave.jpg)'],
    [
      'macros without arguments',
      '\\newcommand{\\N}{100}\\def\\most{10^5}$n \\le \\most$ and \\N.',
      '$n \\le 10^5$ and 100.',
    ],
    ['a whole document', '\\documentclass{x}\\begin{document}Text\\end{document}', 'Text'],
    ['Polygon’s headings', 'A.\n\\InputFile\nB.\n\\OutputFile C.', 'A.\n\n## Input\n\nB.\n\n## Output\n\nC.'],
  ])('%s', (_what, latex, expected) => {
    expect(markdown(latex)).toBe(expected);
  });

  test('the title comes apart from the text', () => {
    const kattis = convertLatex('\\problemname{A \\& $n$}\nText', () => null);
    expect(kattis).toEqual({ markdown: 'Text', title: 'A & n' });
    const polygon = '\\begin{problem}{Sum}{standard input}{standard output}{1 s}{256 MB}Add.\\end{problem}';
    expect(convertLatex(polygon, () => null)).toEqual({ markdown: 'Add.', title: 'Sum' });
  });
});

describe('what is wrong or hostile in LaTeX', () => {
  test('stays text that Markdown reads as text', () => {
    const hostile = '<script>alert(1)</script> [x](javascript:alert(1)) *a* `b` \\\\# c';
    const [block, ...others] = parseMarkdown(markdown(hostile.replace('\\\\# c', '')));
    expect(others).toEqual([]);
    expect(block).toMatchObject({ kind: 'paragraph' });
    const kinds = new Set(block?.kind === 'paragraph' ? block.children.map(({ kind }) => kind) : []);
    expect(kinds).toEqual(new Set(['text']));
  });

  test('links that lead elsewhere than to the web are their text', () => {
    expect(markdown('\\href{javascript:alert(1)}{here} \\href{https://a.example/) x}{there}')).toBe(
      'here there',
    );
    expect(markdown('\\url{data:text/html,x}')).toBe('data:text/html,x');
  });

  test.each([
    ['a group that is never closed', '{a \\emph{b', 'a *b*'],
    ['a brace too many', 'a}} b', 'a b'],
    ['a list that is never closed', '\\begin{itemize}\\item a', '- a'],
    ['an end without its beginning', 'a\\end{itemize}b', 'ab'],
    ['an item outside of a list', 'a \\item b', 'a\n\n- b'],
    ['mathematics that is never closed', 'a $b', 'a \\$b'],
    ['a backslash at the end', 'a\\', 'a'],
    ['the marks that the reader itself uses', 'a\uE000b\uE002', 'ab'],
  ])('%s does no harm', (_what, latex, expected) => {
    expect(markdown(latex)).toBe(expected);
  });

  test('groups too deep for the stack are refused', () => {
    expect(() => markdown('{'.repeat(1e6))).toThrow('nests groups more than 100 deep');
    expect(() => markdown('\\begin{a}'.repeat(1e5))).toThrow('nests groups more than 100 deep');
    expect(() => markdown('\\bf '.repeat(1e5))).toThrow('nests groups more than 100 deep');
  });

  test('macros make a text no longer than a statement is', () => {
    const body = 'x'.repeat(190);
    expect(markdown(`\\newcommand{\\a}{${body}}${'\\a '.repeat(1e5)}`).length).toBeLessThan(1.1e6);
    expect(markdown('\\newcommand{\\a}{\\b\\b}\\newcommand{\\b}{\\a\\a}\\a x')).toBe('x');
  });

  test('a million openings without an ending are read in one pass', () => {
    expect(markdown('\\( '.repeat(3e5))).toMatch(/^\( \( /);
    expect(markdown('\\foo['.repeat(2e5))).toMatch(/^\\\[\\\[/);
    expect(markdown('$$ a $ '.repeat(1e5))).toContain('a');
  });
});
