import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/judge/checkers/checker.ts';
import { checkOutput } from '../../../src/judge/checkers/index.ts';

function check(id: string, output: string, answer: string): Check {
  return checkOutput(output, [answer], { id, config: {} });
}

const sentence = (result: Check): string => (result.verdict === 'AC' ? 'AC' : result.detail);

/** `[output, answer, verdict]` rows; an output is named as JSON, so that blanks can be seen. */
function verdicts(id: string, rows: readonly [output: string, answer: string, verdict: string][]): void {
  test.each(
    rows.map(([output, answer, verdict]) => [JSON.stringify(output), JSON.stringify(answer), verdict]),
  )(`${id}: %s against %s is %s`, (output, answer, verdict) => {
    expect(check(id, JSON.parse(output), JSON.parse(answer)).verdict).toBe(verdict);
  });
}

describe('wcmp: tokens in order', () => {
  verdicts('wcmp', [
    ['a b\n', 'a b\n', 'AC'],
    ['  a\t\r\nb', 'a b\n', 'AC'],
    ['', '\n \r\n', 'AC'],
    ['A b', 'a b', 'WA'],
    ['1.0', '1', 'WA'],
    ['a b c', 'a b', 'WA'],
    ['a', 'a b', 'WA'],
    ['', 'a', 'WA'],
    // Blanks are space, tab, CR and LF; a form feed is part of its token.
    ['a\fb', 'a b', 'WA'],
  ]);

  test('the first difference is told with its place', () => {
    expect(check('wcmp', 'a b\r\n  x c\n', 'a b\nd c\n')).toEqual({
      verdict: 'WA',
      detail: 'line 2, column 3: expected d, got x',
      difference: { line: 2, column: 3, expected: 'd', actual: 'x' },
    });
    expect(sentence(check('wcmp', 'a\n', 'a b'))).toBe('the output ends where b is expected');
    expect(sentence(check('wcmp', 'a\nb', 'a'))).toBe('line 2, column 1: b after the end of the answer');
  });
});

describe('lcmp: lines in order, each the same tokens', () => {
  verdicts('lcmp', [
    ['a  b\nc\n', 'a b\nc\n', 'AC'],
    [' a b \r\nc', 'a b\nc\n', 'AC'],
    ['a b\nc\n\n \n', 'a b\nc\n', 'AC'],
    ['a\nb c\n', 'a b\nc\n', 'WA'],
    ['a b\nd\n', 'a b\nc\n', 'WA'],
    ['\na', 'a', 'WA'],
    // Too few lines, and anything left over, are a matter of presentation.
    ['a b\n', 'a b\nc\n', 'PE'],
    ['', 'a\n', 'PE'],
    ['a b\nc\nd\n', 'a b\nc\n', 'PE'],
    // One empty line at the very end of the answer is none.
    ['a', 'a\n\n', 'AC'],
    ['a', 'a\n\n\n', 'PE'],
    ['a\n\n', 'a\n\n\n', 'AC'],
    ['', '', 'AC'],
  ]);

  test('the place is that of the token that differs', () => {
    expect(check('lcmp', 'a b\n1   3\n', 'a b\n1 2\n')).toMatchObject({
      verdict: 'WA',
      difference: { line: 2, column: 5, expected: '1 2', actual: '1   3' },
    });
    expect(sentence(check('lcmp', 'a\nd\n', 'a\n'))).toBe('line 2, column 1: expected nothing more, got d');
    expect(sentence(check('lcmp', 'a\n', 'a\nb\n'))).toBe('the output ends where a line is expected');
  });
});

describe('fcmp: lines in order, equal to the letter', () => {
  verdicts('fcmp', [
    ['a b\nc', 'a b\nc\n', 'AC'],
    ['a b\r\nc\r\n', 'a b\nc\n', 'AC'],
    ['a  b\nc', 'a b\nc\n', 'WA'],
    ['a b \nc', 'a b\nc\n', 'WA'],
    ['a b\n', 'a b\nc\n', 'PE'],
    ['a b\nc\nd', 'a b\nc\n', 'PE'],
    ['a b\nc\n\n\n', 'a b\nc\n', 'AC'],
  ]);

  test('the place is that of the first letter that differs', () => {
    expect(check('fcmp', 'abc\nabd\n', 'abc\nabc\n')).toMatchObject({
      difference: { line: 2, column: 3, expected: 'abc', actual: 'abd' },
    });
  });
});

describe('ncmp: integers of 64 bits in order', () => {
  verdicts('ncmp', [
    ['1 -2\n3', '1\n-2 3', 'AC'],
    ['', '', 'AC'],
    ['9223372036854775807 -9223372036854775808', '9223372036854775807 -9223372036854775808', 'AC'],
    // Doubles could not tell these two apart.
    ['9007199254740993', '9007199254740992', 'WA'],
    ['1 2', '1 3', 'WA'],
    ['1 2', '1', 'WA'],
    ['1', '1 2', 'WA'],
    ['', '1', 'WA'],
    ['9223372036854775808', '1', 'PE'],
    ['-9223372036854775809', '1', 'PE'],
    ['+5', '5', 'PE'],
    ['05', '5', 'PE'],
    ['-0', '0', 'PE'],
    ['00', '0', 'PE'],
    ['5.0', '5', 'PE'],
    ['1e5', '100000', 'PE'],
    ['-', '5', 'PE'],
    ['1 x', '1', 'PE'],
    ['5', 'five', 'IE'],
    ['5', '05', 'IE'],
  ]);

  test('what is wrong with a token is said, and whose token it is', () => {
    expect(sentence(check('ncmp', '1\n1e5\n', '1\n2'))).toBe(
      'line 2, column 1: expected an integer of 64 bits, got 1e5',
    );
    expect(sentence(check('ncmp', '5', '05'))).toBe(
      'the test’s own answer is at fault: line 1, column 1 should be an integer of 64 bits and is 05',
    );
  });
});

describe('uncmp: integers of 64 bits in any order', () => {
  verdicts('uncmp', [
    ['3 1 2', '1 2 3', 'AC'],
    ['2 1 1', '1 2 1', 'AC'],
    ['1 1 2', '1 2 2', 'WA'],
    ['1 2', '1 2 3', 'WA'],
    ['1 2 3 3', '1 2 3', 'WA'],
    ['1 02 3', '1 2 3', 'PE'],
    ['1', 'x', 'IE'],
  ]);

  test('the first number that is too many is told', () => {
    expect(check('uncmp', '3 1 1', '1 2 3')).toMatchObject({
      difference: { line: 1, column: 5, expected: '2', actual: '1' },
    });
  });
});

describe('icmp and hcmp: one integer, of 32 bits or of any length', () => {
  const huge = '9'.repeat(40);
  verdicts('icmp', [
    ['5\n', '5', 'AC'],
    ['2147483648', '5', 'PE'],
    ['6', '5', 'WA'],
    ['5 5', '5', 'PE'],
    ['', '5', 'PE'],
  ]);
  verdicts('hcmp', [
    [`-${huge}\n`, `-${huge}`, 'AC'],
    [`${huge}8`, `${huge}9`, 'WA'],
    ['0', '0', 'AC'],
    ['-0', '0', 'PE'],
    ['007', '7', 'PE'],
    ['+7', '7', 'PE'],
    ['7 7', '7', 'PE'],
    ['', '7', 'PE'],
    ['7', '7.0', 'IE'],
  ]);
});

describe('rcmp4, rcmp6, rcmp9: reals in order, within the tolerance absolutely or relatively', () => {
  verdicts('rcmp6', [
    ['0.000001 1000000', '0 1000001', 'AC'],
    ['0.0000011', '0', 'WA'],
    ['1000000', '1000001.1', 'WA'],
    ['+5 1e5 .5 5. 007 -0', '5 100000 0.5 5 7 0', 'AC'],
    ['1E+5', '100000', 'AC'],
    ['', '', 'AC'],
    ['', '1', 'PE'],
    ['1 2', '1', 'PE'],
    ['1', '1 2', 'PE'],
    // testlib reads neither by name; what overflows a double is infinite, from 1e300 on.
    ['nan', '1', 'PE'],
    ['inf', '1e999', 'PE'],
    ['1e999', '1e301', 'AC'],
    ['-1e999', '1e999', 'WA'],
    ['1e301', '1e300', 'WA'],
    ['1', '1e999', 'WA'],
    ['1e', '1', 'PE'],
    ['0x10', '16', 'PE'],
    ['1,5', '1.5', 'PE'],
    ['1', 'nan', 'IE'],
  ]);
  verdicts('rcmp4', [
    ['1.0001', '1', 'AC'],
    ['1.00011', '1', 'WA'],
    ['-20001', '-20000', 'AC'],
  ]);
  verdicts('rcmp9', [
    ['1.000000001', '1', 'AC'],
    ['1.0000000011', '1', 'WA'],
  ]);
});

describe('rcmp, acmp, rncmp: absolute alone; dcmp: one real, either way', () => {
  verdicts('rcmp', [
    ['1.0000015', '1', 'AC'],
    ['1000000.1', '1000000', 'WA'],
    ['1 1', '1', 'PE'],
    ['1e999', '1e999', 'AC'],
    ['1e999', '1', 'WA'],
  ]);
  verdicts('acmp', [
    ['0.9999985', '1', 'AC'],
    ['0.999998', '1', 'WA'],
  ]);
  verdicts('rncmp', [
    ['1.000015 2', '1 2', 'AC'],
    ['1.00002 2', '1 2', 'WA'],
    ['1', '1 2', 'PE'],
  ]);
  verdicts('dcmp', [
    ['1000000.9', '1000000', 'AC'],
    ['1000002', '1000000', 'WA'],
    ['1 2', '1', 'PE'],
  ]);
});

describe('yesno: one word, and nyesno: many; in either case', () => {
  verdicts('yesno', [
    ['yEs\n', 'YES', 'AC'],
    ['no', 'YES', 'WA'],
    ['maybe', 'YES', 'PE'],
    ['yes yes', 'YES', 'PE'],
    ['', 'YES', 'PE'],
    ['YES', 'maybe', 'IE'],
  ]);
  verdicts('nyesno', [
    ['yes No\nYES', 'YES NO YES', 'AC'],
    ['yes yes', 'YES NO', 'WA'],
    ['yes no no', 'YES NO', 'WA'],
    ['yes', 'YES NO', 'WA'],
    ['yes 1', 'YES NO', 'PE'],
    ['yes no', 'YES 1', 'IE'],
  ]);
});

test.each(['wcmp', 'lcmp', 'fcmp', 'ncmp', 'uncmp', 'rcmp6', 'nyesno'])(
  '%s compares some megabytes in time that grows with them, however they are cut into lines',
  (id) => {
    const word = id === 'nyesno' ? 'YES' : '123456';
    for (const blank of [' ', '\n']) {
      const answer = `${word}${blank}`.repeat(500_000);
      expect(check(id, answer, answer).verdict).toBe('AC');
      expect(check(id, `${answer}x`, `${answer}${word}`).verdict).not.toBe('AC');
    }
  },
  30_000,
);
