import { describe, expect, test } from 'vitest';
import { Automaton, type State } from '../../../../src/llm/grammar/automaton.ts';
import { type Expression, parseEbnf, type Rules } from '../../../../src/llm/grammar/ebnf.ts';
import { Random } from '../../../../src/studio/family/random.ts';

const NAMES = ['root', 'r', 's'];

/** A random grammar over a, b and c, with every kind of recursion and of emptiness. */
function randomGrammar(random: Random): string {
  const expression = (depth: number): string => {
    const choice = random.int(0, depth > 0 ? 9 : 4);
    if (choice <= 2) return `"${'abc'[random.int(0, 2)]}"`;
    if (choice === 3) return random.int(0, 1) ? '[ab]' : '""';
    if (choice === 4) return NAMES[random.int(0, 2)];
    if (choice === 5) return `(${expression(depth - 1)})${'*+?'[random.int(0, 2)]}`;
    if (choice === 6) return `(${expression(depth - 1)} | ${expression(depth - 1)})`;
    return `${expression(depth - 1)} ${expression(depth - 1)}`;
  };
  return NAMES.map((name) => `${name} ::= ${expression(3)} | ${expression(2)}`).join('\n');
}

/**
 * Every text of up to `longest` letters that a grammar derives: the textbook's fixpoint of languages, which knows
 * nothing of automata.
 */
function language(rules: Rules, longest: number): Set<string> {
  const known = new Map([...rules.keys()].map((name) => [name, new Set<string>()]));
  const join = (left: Set<string>, right: Set<string>) =>
    new Set([...left].flatMap((a) => [...right].map((b) => a + b)).filter((text) => text.length <= longest));
  const derive = (expression: Expression): Set<string> => {
    if (expression.kind === 'text') return new Set([expression.text]);
    if (expression.kind === 'class')
      return new Set(
        [...'abc'].filter((char) =>
          expression.ranges.some(([from, to]) => from <= char.charCodeAt(0) && char.charCodeAt(0) <= to),
        ),
      );
    if (expression.kind === 'rule') return known.get(expression.name)!;
    if (expression.kind === 'choice') return new Set(expression.items.flatMap((item) => [...derive(item)]));
    if (expression.kind === 'sequence') return expression.items.map(derive).reduce(join, new Set(['']));
    const item = derive(expression.item);
    let power = new Set(['']);
    for (let i = 0; i < expression.least; i++) power = join(power, item);
    const all = new Set(power);
    for (let i = expression.least; i < (expression.most ?? longest + 1); i++) {
      power = join(power, item);
      for (const text of power) all.add(text);
    }
    return all;
  };
  for (let changed = true; changed; ) {
    changed = false;
    for (const [name, expression] of rules) {
      const before = known.get(name)!.size;
      for (const text of derive(expression)) if (text.length <= longest) known.get(name)!.add(text);
      changed ||= known.get(name)!.size > before;
    }
  }
  return known.get('root')!;
}

function texts(longest: number): string[] {
  let last = [''];
  const all = [''];
  for (let i = 0; i < longest; i++) {
    last = last.flatMap((text) => ['a', 'b', 'c'].map((char) => text + char));
    all.push(...last);
  }
  return all;
}

test('random grammars allow exactly what they derive, and know their shortest endings', () => {
  const random = new Random('grammars');
  const longest = 5;
  let tried = 0;
  while (tried < 300) {
    const source = randomGrammar(random);
    const rules = parseEbnf(source);
    const derived = language(rules, longest);
    let automaton: Automaton;
    try {
      automaton = new Automaton(rules);
    } catch {
      expect([...derived], source).toEqual([]);
      continue;
    }
    tried++;
    const accepted = new Set<string>();
    for (const text of texts(longest)) {
      let state: State | null = automaton.start;
      for (const char of text) state = state && automaton.step(state, char.charCodeAt(0));
      if (!state) continue;
      if (state.accepting) accepted.add(text);
      const ending = new TextDecoder().decode(automaton.shortestEnding(state));
      expect(ending.length, `${source}: ${text}`).toBe(state.distance);
      const shortest = Math.min(
        ...[...derived].filter((one) => one.startsWith(text)).map((one) => one.length),
      );
      if (text.length + ending.length <= longest) {
        expect(derived, `${source}: ${text}`).toContain(text + ending);
        expect(text.length + ending.length, `${source}: ${text}`).toBe(shortest);
      } else expect(shortest, `${source}: ${text}`).toBe(Number.POSITIVE_INFINITY);
    }
    expect([...accepted].sort(), source).toEqual([...derived].sort());
  }
});

describe('the shortest ending', () => {
  const ending = (source: string, text: string) => {
    const automaton = new Automaton(parseEbnf(source));
    let state = automaton.start;
    for (const byte of new TextEncoder().encode(text)) state = automaton.step(state, byte)!;
    return new TextDecoder().decode(automaton.shortestEnding(state));
  };
  const json = `root ::= object
    object ::= "{" (pair ("," pair)*)? "}"
    pair ::= string ":" value
    value ::= object | "[" (value ("," value)*)? "]" | string | [0-9]+
    string ::= "\\"" [^"\\\\]* "\\""`;

  test('closes all that is open', () => {
    expect(ending(json, '{"a":[{"b":[["c')).toBe('"]]}]}');
    expect(ending(json, '')).toBe('{}');
    expect(ending(json, '{"a')).toBe('":0}');
  });

  test('finishes a code point that has begun, and is of signs that can be seen', () => {
    expect(ending('root ::= [a-zα-ω]{3} [^x] "."', '')).toMatch(/^[a-z]{3}!\.$/);
  });
});

test('the only byte that may follow is known where there is one', () => {
  const automaton = new Automaton(parseEbnf('root ::= "ab" ("c" | "cd") | "abce"'));
  let state = automaton.start;
  const only: (number | null)[] = [];
  for (const char of 'abc') {
    only.push(automaton.onlyByte(state));
    state = automaton.step(state, char.charCodeAt(0))!;
  }
  expect([...only, automaton.onlyByte(state)]).toEqual([97, 98, 99, null]);
});
