import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/judge/checkers/checker.ts';
import { checkOutput, UnknownCheckerError } from '../../../src/judge/checkers/index.ts';
import { tokens } from '../../../src/judge/checkers/tokens.ts';

const detail = (check: Check): string => (check.verdict === 'AC' ? 'AC' : check.detail);

describe('without a config, as testlib’s wcmp', () => {
  test('whitespace between, before and after tokens does not matter', () => {
    expect(tokens('  1\t2\r\n3', '1 2 3\n', {})).toEqual({ verdict: 'AC' });
    expect(tokens('', ' \n', {})).toEqual({ verdict: 'AC' });
  });

  test('letters must agree in case, and numbers in their digits', () => {
    expect(detail(tokens('yes', 'YES', {}))).toBe('line 1, column 1: expected YES, got yes');
    expect(detail(tokens('1.0', '1', {}))).toBe('line 1, column 1: expected 1, got 1.0');
  });

  test('the first difference has its line, column and both tokens', () => {
    expect(tokens('10 20\n30  45\n', '10 20\n30 40\n', {})).toEqual({
      verdict: 'WA',
      detail: 'line 2, column 5: expected 40, got 45',
      difference: { line: 2, column: 5, expected: '40', actual: '45' },
    });
  });

  test('too little and too much output are told apart', () => {
    expect(detail(tokens('1\n', '1\n2\n', {}))).toBe('the output ends where 2 is expected');
    expect(detail(tokens('1\n2\n', '1\n', {}))).toBe('line 2, column 1: 2 after the end of the answer');
  });

  test('a long token is cut in the sentence and whole in the difference', () => {
    const check = tokens('7'.repeat(100), '8', {});
    expect(detail(check)).toBe(`line 1, column 1: expected 8, got ${'7'.repeat(40)}…`);
    expect(check).toMatchObject({ difference: { actual: '7'.repeat(100) } });
  });

  test('a no-break space is part of a token', () => {
    expect(tokens('1\u00a02', '1 2', {}).verdict).toBe('WA');
  });

  test('eight megabytes are compared within a second', () => {
    const answer = '123456 '.repeat(1_200_000);
    expect(tokens(`${answer}x`, `${answer}y`, {}).verdict).toBe('WA');
  }, 10_000);
});

describe('with a config, as the default validator of Kattis', () => {
  test('case can be ignored', () => {
    expect(tokens('Possible', 'possible', { caseSensitive: false }).verdict).toBe('AC');
  });

  test('a number within either tolerance is accepted, an integer’s too', () => {
    const config = { absolute: 1e-6, relative: 1e-6 };
    expect(tokens('3.1415927', '3.14159265', config).verdict).toBe('AC');
    expect(tokens('1e6', '1000000.5', config).verdict).toBe('AC');
    expect(tokens('2.0', '2', config).verdict).toBe('AC');
    expect(tokens('2.1', '2', config).verdict).toBe('WA');
    expect(tokens('nan', '2', config).verdict).toBe('WA');
    expect(tokens('two', 'two', config).verdict).toBe('AC');
  });

  test('one tolerance alone is that one alone', () => {
    expect(tokens('1000001', '1000000', { relative: 1e-5 }).verdict).toBe('AC');
    expect(tokens('1000001', '1000000', { absolute: 1e-5 }).verdict).toBe('WA');
  });

  test('space can be made to matter', () => {
    const config = { spaceSensitive: true };
    expect(tokens('1 2\n', '1 2\n', config).verdict).toBe('AC');
    expect(detail(tokens('1  2\n', '1 2\n', config))).toBe(
      'line 1, column 4: expected the space " ", got "  "',
    );
    expect(tokens('1 2', '1 2\n', config).verdict).toBe('WA');
  });
});

describe('several answers', () => {
  test('any of them is enough', () => {
    expect(checkOutput('b', ['a', 'b'], { id: 'tokens', config: {} }).verdict).toBe('AC');
  });

  test('a checker that is not there is refused by its name', () => {
    expect(() => checkOutput('', [''], { id: 'constructor', config: {} })).toThrow(UnknownCheckerError);
  });
});
