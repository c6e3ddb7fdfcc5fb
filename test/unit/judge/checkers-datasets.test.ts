import { describe, expect, test } from 'vitest';
import { checkOutput } from '../../../src/judge/checkers/index.ts';

/** `[output, answer, accepted]` rows; texts are named as JSON, so that blanks can be seen. */
function accepts(id: string, rows: readonly [output: string, answer: string, accepted: boolean][]): void {
  test.each(
    rows.map(([output, answer, yes]) => [JSON.stringify(output), JSON.stringify(answer), yes] as const),
  )(`${id}: %s against %s: %s`, (output, answer, yes) => {
    const check = checkOutput(JSON.parse(output), [JSON.parse(answer)], { id, config: {} });
    expect(check.verdict).toBe(yes ? 'AC' : 'WA');
    if (check.verdict !== 'AC') expect(check.difference).toBeDefined();
  });
}

describe('ExecEval: lines, else tokens that are equal, within 1e-12, or the same yes or no', () => {
  accepts('execeval', [
    ['a b\n', 'a b', true],
    [' a b \r\nc', 'a b\nc\n', true],
    ['a\nb', 'a b', true],
    ['1.0', '1', true],
    ['1e5', '100000', true],
    ['1.0000000000005', '1', true],
    ['1.000000000002', '1', false],
    ['yes', 'YES', true],
    ['True', 'TRUE', true],
    ['True', 'yes', false],
    ['Alice', 'ALICE', false],
    ['1 2', '1', false],
    ['', '1', false],
    ['', '\n', true],
  ]);

  test('any accepted output is enough', () => {
    const spec = { id: 'execeval', config: {} };
    expect(checkOutput('2 1', ['1 2', '2 1'], spec).verdict).toBe('AC');
    expect(checkOutput('2 2', ['1 2', '2 1'], spec).verdict).toBe('WA');
  });
});

describe('CodeContests: tokens in lower case, numbers less than 1e-5 apart', () => {
  accepts('codecontests', [
    ['YES 1.000009', 'yes 1', true],
    ['1.00002', '1', false],
    ['Alice', 'ALICE', true],
    ['100000.0', '1e5', true],
    ['9007199254740993', '9007199254740992', true],
    ['1 2', '1', false],
    ['nan', '1', false],
    ['', '', true],
  ]);
});

describe('LiveCodeBench: as many lines, each equal or exactly the same decimals', () => {
  accepts('livecodebench', [
    ['a b \r\nc\n\n', 'a b\nc', true],
    ['1.50 2e2', '1.5 200', true],
    ['-0.0', '0', true],
    ['+.5', '0.50', true],
    ['00012', '12', true],
    ['1.5000000000000000000001', '1.5', false],
    ['50000000000000000', '50000000000000001', false],
    ['1 2', '1\n2', false],
    ['a 1.0', 'a 1', false],
    ['nan', 'NaN', false],
    ['inf', 'Infinity', true],
    ['1\n\n2', '1\n2', false],
    ['', '', true],
    ['', '1', false],
  ]);

  test('the first difference is that of the line', () => {
    expect(checkOutput('\n1\n  2 4\n', ['1\n2 3'], { id: 'livecodebench', config: {} })).toMatchObject({
      difference: { line: 3, column: 5, expected: '2 3', actual: '2 4' },
    });
  });
});

describe('APPS: whatever its grader lets pass', () => {
  accepts('apps', [
    ['a b\n', 'a b', true],
    ['  a  \nb\n', 'a\nb', true],
    ['a\n\nb\n', 'a\nb', true],
    ['a\nb\n', 'a\n\nb', true],
    // numpy.allclose, one number a line
    ['1.000001\n2', '1\n2', true],
    ['1.0001', '1', true],
    ['100', '101', false],
    ['inf', 'Infinity', true],
    ['nan', 'nan ', true],
    // lines in any order, tokens in any order, as often as one likes
    ['b\na', 'a\nb', true],
    ['3 1 2', '1 2 3', true],
    ['1 1 2', '2 2 1', true],
    ['a\na', 'a', true],
    // numbers rounded to three decimals
    ['0.12349 x', '0.1235 x', false],
    ['0.12349 1', '0.1233 1', true],
    ['-0.0001 1', '0 1', true],
    ['1_000 2', '1000 2', true],
    ['1 2', '1\n2', false],
    ['yes', 'YES', false],
    ['', '1', false],
    ['', '', true],
  ]);
});

test.each(['tokens', 'execeval', 'codecontests', 'livecodebench', 'apps'])(
  '%s compares some megabytes in time that grows with them, however they are cut into lines',
  (id) => {
    const spec = { id, config: {} };
    for (const blank of [' ', '\n']) {
      const answer = `123456${blank}`.repeat(300_000);
      expect(checkOutput(answer, [answer], spec).verdict).toBe('AC');
      expect(checkOutput(`${answer}x`, [`${answer}y`], spec).verdict).toBe('WA');
    }
  },
  30_000,
);
