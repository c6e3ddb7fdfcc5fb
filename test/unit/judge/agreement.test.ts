import { expect, test } from 'vitest';
import { agrees } from '../../../src/judge/agreement.ts';
import type { Verdict } from '../../../src/judge/verdict.ts';

const got = (verdicts: string) => verdicts.split(' ').map((verdict) => ({ verdict: verdict as Verdict }));

test.each([
  ['AC', 'AC AC', true],
  ['AC', 'AC WA', false],
  ['WA', 'AC WA TLE', true],
  ['WA', 'PE', true],
  ['WA', 'TLE WA', false],
  ['RE', 'MLE', true],
  ['RE', 'OLE', true],
  ['MLE', 'RE', true],
  ['TLE', 'AC ILE', true],
  ['TLE', 'AC AC', false],
  ['AC or TLE', 'TLE', true],
  ['AC or TLE', 'AC', true],
  ['AC or TLE', 'WA', false],
  ['not AC', 'AC RE', true],
  ['not AC', 'AC AC', false],
  ['partly AC', 'AC AC WA', true],
  ['partly AC', 'WA WA', false],
  ['partly AC', 'AC AC', false],
])('of %s, one that gets %s: %s', (expected, verdicts, agreed) => {
  expect(agrees(expected, got(verdicts))).toBe(agreed);
});

test('what could not be compiled or judged agrees with nothing, not even with “not accepted”', () => {
  for (const expected of ['AC', 'WA', 'RE', 'TLE', 'not AC', 'partly AC']) {
    expect(agrees(expected, got('CE CE'))).toBe(false);
    expect(agrees(expected, got('AC IE'))).toBe(false);
  }
});
