import { describe, expect, test } from 'vitest';
import { Automaton } from '../../../../src/llm/grammar/automaton.ts';
import { parseEbnf } from '../../../../src/llm/grammar/ebnf.ts';

const encoder = new TextEncoder();

/** What the grammar says of a text: whole, a beginning, or neither. */
function read(automaton: Automaton, text: string): 'whole' | 'open' | 'no' {
  let state: Automaton['start'] | null = automaton.start;
  for (const byte of encoder.encode(text)) state = state && automaton.step(state, byte);
  return !state ? 'no' : state.accepting ? 'whole' : 'open';
}

function accepts(source: string, texts: string[]): string[] {
  const automaton = new Automaton(parseEbnf(source));
  return texts.filter((text) => read(automaton, text) === 'whole');
}

describe('an EBNF grammar is read as the W3C, GBNF and XGrammar write it', () => {
  test.each<[string, string, string[], string[]]>([
    ['text and choice', 'root ::= "ab" | \'cd\'', ['ab', 'cd'], ['a', 'abc', 'abcd', '']],
    ['a sequence over lines', 'root ::= "a"\n  b "c" # so\nb ::= "b"', ['abc'], ['ab', 'ac']],
    ['an empty alternative', 'root ::= "a" ("b" | ) "c" | ""', ['abc', 'ac', ''], ['a']],
    ['*, + and ?', 'root ::= "a"* "b"+ "c"?', ['b', 'aabbc'], ['', 'ac', 'bcc']],
    ['counts', 'root ::= "a"{2} "b"{1,2} "c"{2,}', ['aabcc', 'aabbccc'], ['abcc', 'aabbbcc', 'aabc']],
    ['counts of nothing', 'root ::= "a"{0} "b"{0,1}', ['', 'b'], ['a', 'bb']],
    ['classes', 'root ::= [a-cx] [^a-cx\\n]', ['az', 'x-'], ['aa', 'd-', 'a\n']],
    ['signs in classes', 'root ::= [\\]\\\\^-] [a\\-z] [-b]', ['^-b', ']a-', '\\z-'], ['^bb']],
    ['escapes', 'root ::= "\\"\\\\\\n\\x41\\u00e9\\U0001F642"', ['"\\\nAé🙂'], ['"']],
    ['code points beyond ASCII', 'root ::= [α-ω🙂]+ [^a]', ['βω🙂漢', 'αé'], ['a', 'αa', 'α']],
    ['names with signs', 'root ::= x-1.b\nx-1.b ::= "y"', ['y'], ['x']],
  ])('%s', (_, source, whole, not) => {
    expect(accepts(source, [...whole, ...not])).toEqual(whole);
  });

  test('rules may call themselves left, right, in the middle and through others', () => {
    const sum = 'root ::= root "+" term | term\nterm ::= "(" root ")" | [0-9]+';
    expect(accepts(sum, ['1', '1+2+3', '(1+(2))+3', '1+', '(1', '+1'])).toEqual(['1', '1+2+3', '(1+(2))+3']);
    const through = 'root ::= a "x" | "r"\na ::= b "y" | "q"\nb ::= root | empty a\nempty ::= "e"?';
    expect(accepts(through, ['r', 'qx', 'ryx', 'qyx', 'eqyx', 'ryxyx', 'x'])).toEqual([
      ...['r', 'qx', 'ryx', 'qyx', 'eqyx', 'ryxyx'],
    ]);
    const middle = 'root ::= "a" root "b" | ""';
    expect(accepts(middle, ['', 'ab', 'aabb', 'aab', 'ba'])).toEqual(['', 'ab', 'aabb']);
  });

  test('a long text, deeply nested or ambiguous, is read in good time and place', () => {
    const brackets = new Automaton(parseEbnf('root ::= "(" root ")" "x" | "(" root ")" "y" | "z"'));
    expect(read(brackets, `${'('.repeat(2000)}z${')x)y'.repeat(1000)}`)).toBe('whole');
    const right = new Automaton(parseEbnf('root ::= [a-z] root | "."'));
    expect(read(right, `${'word'.repeat(20_000)}.`)).toBe('whole');
    const ambiguous = new Automaton(parseEbnf('root ::= root root | "a" | "aa"'));
    expect(read(ambiguous, 'a'.repeat(500))).toBe('whole');
  });
});

describe('a grammar that cannot be used is refused, with the line', () => {
  test.each([
    ['roof ::= "a"', /no rule root/],
    ['root ::= a\na ::= b', /rule a uses b, which is not there/],
    ['root ::= "a\n', /line 1.*"\\"a\\n" is not understood/],
    ['root ::= "a"\n\nroot ::= "b"', /line 3.*root is there twice/],
    ['root ::= ("a" | "b"', /line 1.*not closed before the end/],
    ['root ::= "a")', /closed that was not opened/],
    ['root ::= * "a"', /\* stands where/],
    ['root ::= "a"{3,1}', /\{3,1\} ends before it begins/],
    ['root ::= "a"{x}', /\{x\} is no count/],
    ['root ::= [z-a]', /z-a ends before it begins/],
    ['"a"', /"a" stands where a rule/],
    ['root ::= "a" root', /no text is ever whole/],
    ['root ::= ("a"{1000}){1000}', /too large/],
    ['', /no rule root/],
  ])('%j', (source, message) => {
    const made = () => new Automaton(parseEbnf(source));
    expect(made).toThrow(message);
    expect(made).toThrow(expect.objectContaining({ name: 'GrammarError' }));
  });
});
