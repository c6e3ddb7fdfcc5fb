import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { State } from '../../../../src/llm/grammar/automaton.ts';
import { Constraint } from '../../../../src/llm/grammar/constraint.ts';
import { Grammar } from '../../../../src/llm/grammar/grammar.ts';
import { Vocabulary } from '../../../../src/llm/grammar/vocabulary.ts';
import { createTokenizer } from '../../../../src/llm/tokenizer.ts';
import { Random } from '../../../../src/studio/family/random.ts';
import { fixture } from '../../pack/fixture.ts';

const SIZE = 320;
const STOP = 319;
const tokenizer = createTokenizer(readFileSync(join(fixture('packed'), 'tokenizer.json')));
const vocabulary = new Vocabulary(tokenizer, SIZE);
const JSON_GRAMMAR = `root ::= value
  value ::= object | array | string | number
  object ::= "{" (string ": " value (", " string ": " value)*)? "}"
  array ::= "[" (value (", " value)*)? "]"
  string ::= "\\"" [^"\\\\\\x00-\\x1f]* "\\""
  number ::= "-"? ([0-9] | [1-9] [0-9]+)`;

const textOf = (tokens: readonly number[]) => {
  const bytes = tokens.flatMap((token) => [...tokenizer.bytes(token)]);
  return new TextDecoder().decode(Uint8Array.from(bytes));
};
const has = (mask: Uint32Array, token: number) => ((mask[token >> 5] >>> (token & 31)) & 1) === 1;

/** Writes an answer of random allowed tokens; stops where it likes to, as a model does. */
function write(grammar: Grammar, limit: number, random: Random): { tokens: number[]; stopped: boolean } {
  const constraint = new Constraint(grammar, [STOP], limit);
  const tokens: number[] = [];
  while (tokens.length < limit && !constraint.ended) {
    const forced = constraint.forced(limit - tokens.length);
    if (constraint.cut) break;
    let token = forced;
    if (token === null) {
      const mask = constraint.mask(limit - tokens.length)!;
      token = random.pick(Array.from({ length: SIZE }, (_, i) => i).filter((one) => has(mask, one)));
    }
    if (token === STOP) return { tokens, stopped: true };
    constraint.accept(token);
    tokens.push(token);
  }
  return { tokens, stopped: constraint.ended };
}

test('whatever allowed tokens are taken, the answer is whole within its limit', () => {
  const grammar = new Grammar(JSON_GRAMMAR, vocabulary);
  const random = new Random('answers');
  const lengths = new Set<number>();
  for (let i = 0; i < 400; i++) {
    const limit = random.int(1, 40);
    const { tokens } = write(grammar, limit, random);
    expect(tokens.length).toBeLessThanOrEqual(limit);
    expect(() => JSON.parse(textOf(tokens)), textOf(tokens)).not.toThrow();
    lengths.add(tokens.length);
  }
  expect(lengths.size).toBeGreaterThan(15);
});

test('the mask allows exactly the tokens after which the answer can still be ended', () => {
  const grammar = new Grammar(JSON_GRAMMAR, vocabulary);
  const random = new Random('masks');
  const follow = (from: State | null, token: number) => {
    let state = from;
    for (const byte of tokenizer.bytes(token)) state = state && grammar.automaton.step(state, byte);
    return tokenizer.bytes(token).length ? state : null;
  };
  for (let i = 0; i < 60; i++) {
    const limit = random.int(1, 30);
    const constraint = new Constraint(grammar, [STOP], limit);
    let state = grammar.automaton.start;
    for (let left = limit; left > 0 && constraint.forced(left) === null && !constraint.ended; left--) {
      const mask = constraint.mask(left)!;
      const allowed = Array.from({ length: SIZE }, (_, token) => token).filter((token) => has(mask, token));
      const wanted = Array.from({ length: SIZE }, (_, token) => token).filter((token) => {
        if (token === STOP) return state.accepting;
        const after = follow(state, token);
        if (!after) return false;
        return grammar.ending(after).length < left || after.distance < left;
      });
      expect(allowed).toEqual(wanted);
      const token = random.pick(allowed.filter((one) => one !== STOP));
      if (token === undefined) break;
      constraint.accept(token);
      state = follow(state, token)!;
    }
  }
});

describe('text that the grammar forces', () => {
  const forcedOf = (source: string) => {
    const constraint = new Constraint(new Grammar(source, vocabulary), [STOP], 100);
    const tokens: number[] = [];
    for (let token = constraint.forced(100); token !== null; token = constraint.forced(100 - tokens.length)) {
      constraint.accept(token);
      tokens.push(token);
    }
    return tokens;
  };

  test('is written in the tokens of the tokenizer', () => {
    const text = 'Read n and n integers, print the sum.';
    expect(forcedOf(`root ::= "${text}"`)).toEqual(tokenizer.encode(text));
  });

  test('leaves open where its last tokens end, since a longer one may be the natural next', () => {
    // ` int` is two tokens of this tokenizer, ` in` and `t`; others begin with `t`.
    expect(textOf(forcedOf('root ::= "print int" [a-z]+'))).toBe('print in');
    expect(textOf(forcedOf('root ::= "print int"'))).toBe('print int');
  });

  test('is nothing where there is a choice, or the answer may end', () => {
    expect(forcedOf('root ::= "a" | "b"')).toEqual([]);
    expect(forcedOf('root ::= ("ab")*')).toEqual([]);
  });
});

test('a grammar that is nested too deeply is refused, and nothing is repeated in no time', () => {
  const deep = `root ::= ${'('.repeat(100_000)}"a"${')'.repeat(100_000)}`;
  expect(() => new Grammar(deep, vocabulary)).toThrow(
    expect.objectContaining({ name: 'GrammarError', message: expect.stringContaining('nested too deeply') }),
  );
  const nothing = new Grammar('root ::= ""{999999999999} "a"', vocabulary);
  expect(textOf(nothing.ending(nothing.automaton.start))).toBe('a');
});

describe('a text that would become too long', () => {
  test('is ended the shortest way', () => {
    const grammar = new Grammar('root ::= "(" root ")" | "x"', vocabulary);
    const constraint = new Constraint(grammar, [STOP], 9);
    const written: string[] = [];
    for (let left = 9; left > 0 && !constraint.ended; left--) {
      const forced = constraint.forced(left);
      // Opens a bracket wherever it may.
      const open = tokenizer.encode('(')[0];
      const token = forced ?? (has(constraint.mask(left)!, open) ? open : tokenizer.encode('x')[0]);
      constraint.accept(token);
      written.push(textOf([token]));
    }
    // Two closing brackets are one token of this tokenizer.
    expect(written.join('')).toBe('(((((x)))))');
  });

  test('that no limit can hold is refused before it begins', () => {
    const grammar = new Grammar('root ::= "Read n and n integers, print the sum."', vocabulary);
    const needed = tokenizer.encode('Read n and n integers, print the sum.').length;
    expect(() => new Constraint(grammar, [STOP], needed)).not.toThrow();
    expect(() => new Constraint(grammar, [STOP], needed - 1)).toThrow(
      expect.objectContaining({ name: 'GrammarError', message: expect.stringContaining(`${needed} tokens`) }),
    );
  });
});

test('a text in any alphabet is held to its code points, though tokens may split them', () => {
  const grammar = new Grammar('root ::= [α-ω漢🙂]{6}', vocabulary);
  const random = new Random('letters');
  for (let i = 0; i < 50; i++) {
    const { tokens } = write(grammar, random.int(24, 30), random);
    expect(textOf(tokens)).toMatch(/^[α-ω漢🙂]{6}$/u);
  }
});
