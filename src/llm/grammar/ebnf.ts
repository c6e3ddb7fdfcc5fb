import { GrammarError } from '../errors.ts';

/** A grammar's expression. Characters are code points. */
export type Expression =
  | { kind: 'text'; text: string }
  | { kind: 'class'; ranges: [number, number][] }
  | { kind: 'rule'; name: string }
  | { kind: 'sequence'; items: Expression[] }
  | { kind: 'choice'; items: Expression[] }
  /** `most` is null where there is no bound. */
  | { kind: 'repeat'; item: Expression; least: number; most: number | null };

export type Rules = ReadonlyMap<string, Expression>;

/** Where a grammar begins. */
export const ROOT = 'root';

const LAST_CODE_POINT = 0x10ffff;
const TOKEN =
  /[ \t\r\n]+|#[^\n]*|(?<rule>[A-Za-z_][\w.-]*)(?=[ \t\r\n]*::=)|(?<name>[A-Za-z_][\w.-]*)|(?<mark>::=|[|()*+?])|(?<count>\{[^}]*\})|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<class>\[(?:[^\]\\\n]|\\.)*\])/uy;
const ESCAPE =
  /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|u\{([0-9a-fA-F]{1,6})\}|(.))|(.)/gsu;
const NAMED: Record<string, string> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };

interface Token {
  kind: 'rule' | 'name' | 'mark' | 'count' | 'text' | 'class' | 'end';
  value: string;
  line: number;
}

/**
 * Reads a grammar in the EBNF of the W3C's XML recommendation, as GBNF and XGrammar write it: `rule ::= …` from
 * `root` on; `"text"`, `'text'`, `[a-z]`, `[^a-z]`, `( )`, `|`, `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`; `#` begins a
 * comment; `\n`, `\t`, `\x41`, `\u0041`, `\U00000041` and escaped signs. Throws `GrammarError` with the line.
 */
export function parseEbnf(source: string): Rules {
  const tokens = tokenise(source);
  let at = 0;
  const fail = (message: string): never => {
    throw new GrammarError(`line ${tokens[at].line} of the grammar: ${message}`);
  };
  const peek = () => tokens[at];
  const isMark = (value: string) => peek().kind === 'mark' && peek().value === value;
  const shown = () => (peek().kind === 'end' ? 'the end' : peek().value);

  const choice = (): Expression => {
    const items = [sequence()];
    while (isMark('|')) {
      at++;
      items.push(sequence());
    }
    return items.length === 1 ? items[0] : { kind: 'choice', items };
  };
  const sequence = (): Expression => {
    const items: Expression[] = [];
    while (!(isMark('|') || isMark(')') || peek().kind === 'rule' || peek().kind === 'end'))
      items.push(repeated());
    return items.length === 1 ? items[0] : { kind: 'sequence', items };
  };
  const repeated = (): Expression => {
    let item = single();
    for (; ; at++) {
      if (isMark('*')) item = { kind: 'repeat', item, least: 0, most: null };
      else if (isMark('+')) item = { kind: 'repeat', item, least: 1, most: null };
      else if (isMark('?')) item = { kind: 'repeat', item, least: 0, most: 1 };
      else if (peek().kind === 'count') item = { kind: 'repeat', item, ...counts(peek().value) };
      else return item;
    }
  };
  const counts = (value: string): { least: number; most: number | null } => {
    const [, least, comma, most] =
      /^\{\s*(\d+)\s*(,?)\s*(\d*)\s*\}$/.exec(value) ?? fail(`${value} is no count`);
    const range = { least: Number(least), most: most ? Number(most) : comma ? null : Number(least) };
    if (range.most !== null && range.most < range.least) fail(`${value} ends before it begins`);
    return range;
  };
  const single = (): Expression => {
    const { kind, value } = peek();
    if (kind === 'text') {
      at++;
      return { kind: 'text', text: characters(value.slice(1, -1)).join('') };
    }
    if (kind === 'class') {
      const ranges = readClass(value, fail);
      at++;
      return { kind: 'class', ranges };
    }
    if (kind === 'name') {
      at++;
      return { kind: 'rule', name: value };
    }
    if (!isMark('(')) fail(`${shown()} stands where text, a class, a rule or a group is needed`);
    at++;
    const inner = choice();
    if (!isMark(')')) fail(`a group is not closed before ${shown()}`);
    at++;
    return inner;
  };

  const rules = new Map<string, Expression>();
  while (peek().kind !== 'end') {
    if (peek().kind !== 'rule') fail(`${shown()} stands where a rule, NAME ::= …, is needed`);
    const name = peek().value;
    if (rules.has(name)) fail(`the rule ${name} is there twice`);
    at += 2;
    rules.set(name, choice());
    if (isMark(')')) fail('a group is closed that was not opened');
  }
  checkNames(rules);
  return rules;
}

function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    if (!match) {
      const what = JSON.stringify(source.slice(at, at + 12));
      throw new GrammarError(`line ${line} of the grammar: ${what} is not understood`);
    }
    const found = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined);
    if (found) tokens.push({ kind: found[0] as Token['kind'], value: found[1], line });
    line += match[0].split('\n').length - 1;
  }
  return [...tokens, { kind: 'end', value: '', line }];
}

/** Characters of a literal or a class, escapes read; an escaped sign stands for itself. */
function characters(text: string): string[] {
  return Array.from(text.matchAll(ESCAPE), ([, x, u, long, braced, sign, plain]) => {
    const hex = x ?? u ?? long ?? braced;
    if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), LAST_CODE_POINT));
    return sign === undefined ? plain : (NAMED[sign] ?? sign);
  });
}

function readClass(value: string, fail: (message: string) => never): [number, number][] {
  const negated = value.startsWith('[^');
  const inside = value.slice(negated ? 2 : 1, -1);
  // A minus between two characters makes a range, unless it is escaped.
  const written = Array.from(inside.matchAll(ESCAPE), ([whole]) => whole);
  const points = written.map((part) => characters(part)[0].codePointAt(0)!);
  const ranges: [number, number][] = [];
  for (let i = 0; i < points.length; i++) {
    if (written[i + 1] === '-' && i + 2 < points.length) {
      if (points[i + 2] < points[i]) fail(`the range ${written[i]}-${written[i + 2]} ends before it begins`);
      ranges.push([points[i], points[i + 2]]);
      i += 2;
    } else ranges.push([points[i], points[i]]);
  }
  return negated ? complement(ranges) : ranges;
}

function complement(ranges: readonly [number, number][]): [number, number][] {
  const rest: [number, number][] = [];
  let next = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (from > next) rest.push([next, from - 1]);
    next = Math.max(next, to + 1);
  }
  return next <= LAST_CODE_POINT ? [...rest, [next, LAST_CODE_POINT]] : rest;
}

function checkNames(rules: Rules): void {
  if (!rules.has(ROOT)) throw new GrammarError(`the grammar has no rule ${ROOT}, where an answer begins`);
  const visit = (expression: Expression, rule: string): void => {
    if (expression.kind === 'rule' && !rules.has(expression.name))
      throw new GrammarError(`the grammar's rule ${rule} uses ${expression.name}, which is not there`);
    if ('items' in expression) for (const item of expression.items) visit(item, rule);
    if ('item' in expression) visit(expression.item, rule);
  };
  for (const [name, expression] of rules) visit(expression, name);
}
