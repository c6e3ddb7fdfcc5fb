/**
 * The little TeX that statements use (`1 \leq n \leq 10^5`, `a_i`) as runs of plain text, raised or lowered.
 * A command that is not known keeps its name, so nothing is lost.
 */
export interface MathRun {
  text: string;
  shift: 'none' | 'up' | 'down';
}

const SYMBOLS: Record<string, string> = {
  le: '≤',
  leq: '≤',
  leqslant: '≤',
  ge: '≥',
  geq: '≥',
  geqslant: '≥',
  lt: '<',
  gt: '>',
  ne: '≠',
  neq: '≠',
  times: '×',
  cdot: '·',
  div: '÷',
  pm: '±',
  dots: '…',
  ldots: '…',
  cdots: '⋯',
  infty: '∞',
  in: '∈',
  sum: '∑',
  prod: '∏',
  to: '→',
  rightarrow: '→',
  leftarrow: '←',
  oplus: '⊕',
  mod: 'mod',
  bmod: 'mod',
  alpha: 'α',
  beta: 'β',
  pi: 'π',
  lfloor: '⌊',
  rfloor: '⌋',
  lceil: '⌈',
  rceil: '⌉',
  quad: ' ',
};

/** Reads inline math. Braces group what `^` and `_` shift; other braces and layout commands fall away. */
export function parseMath(source: string): MathRun[] {
  const text = source
    .replace(/\\(?:text|mathrm|mathit|mathbf|texttt|operatorname)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\(?:left|right|displaystyle|,|;|!|:)/g, '')
    .replace(/\\([a-zA-Z]+)/g, (_, name: string) => SYMBOLS[name] ?? name)
    .replace(/\\([{}%$#&_])/g, '$1');
  const runs: MathRun[] = [];
  let rest = text;
  for (let found = SHIFT.exec(rest); found; found = SHIFT.exec(rest)) {
    push(runs, rest.slice(0, found.index), 'none');
    push(runs, found[2] ?? found[3]!, found[1] === '^' ? 'up' : 'down');
    rest = rest.slice(found.index + found[0].length);
  }
  push(runs, rest, 'none');
  return runs;
}

const SHIFT = /([\^_])(?:\{([^{}]*)\}|([^\s{}]))/u;

function push(runs: MathRun[], text: string, shift: MathRun['shift']): void {
  const plain = text.replace(/[{}]/g, '');
  if (plain !== '') runs.push({ text: plain, shift });
}
