import { describe, expect, test } from 'vitest';
import { type CutOptions, cutTrace, shortenValue } from '../../../src/agents/trace/cut.ts';
import { firstWrongByte, traceForPrompt, writeTrace } from '../../../src/agents/trace/text.ts';
import type { Trace, TraceStep } from '../../../src/sandbox/program.ts';

/** Steps from `line: name = value` texts; `line` alone changed nothing. */
const steps = (...lines: [line: number, changed?: Record<string, string>, printed?: number][]): TraceStep[] =>
  lines.map(([line, changed = {}, printed = 0], at) => ({
    at,
    line,
    fn: '',
    changed: Object.entries(changed),
    printed,
  }));
const all: CutOptions = { lines: 24, value: 60, times: 2, printed: null };
const cut = (trace: Trace, options: Partial<typeof all> = {}) =>
  writeTrace(cutTrace(trace, { ...all, ...options }));

test('a line that changed nothing is not told', () => {
  const trace = { steps: steps([1, { n: '3' }], [2], [3, { a: '[1]', b: '2' }]), whole: true };
  expect(cut(trace)).toBe('1: n = 3\n3: a = [1], b = 2');
});

test('of a loop its first and its last two times round are told, and what happened rarely stays', () => {
  const round = (i: number): [number, Record<string, string>][] => [
    [2, { i: String(i) }],
    ...(i === 5 ? [[3, { best: '5' }] as [number, Record<string, string>]] : []),
    [4, { t: String(10 * i) }],
  ];
  const rounds = Array.from({ length: 10 }, (_, i) => round(i + 1)).flat();
  const trace = { steps: steps([1, { t: '0' }], ...rounds), whole: true };
  expect(cut(trace)).toBe(
    '1: t = 0\n2: i = 1\n4: t = 10\n2: i = 2\n4: t = 20\n...\n3: best = 5\n...\n2: i = 9\n4: t = 90\n2: i = 10\n4: t = 100',
  );
});

test('what was run after the output went wrong is not told', () => {
  const trace = {
    steps: steps([1, { n: '3' }, 0], [2, { a: '1' }, 2], [3, { b: '2' }, 4], [4, { c: '3' }, 6]),
    whole: true,
  };
  expect(cut(trace, { printed: 4 })).toBe('1: n = 3\n2: a = 1\n3: b = 2');
});

test('of many lines the first quarter and the last stay', () => {
  const many = Array.from(
    { length: 40 },
    (_, i) => [i + 1, { x: String(i) }] as [number, Record<string, string>],
  );
  const lines = cut({ steps: steps(...many), whole: true }, { lines: 8 }).split('\n');
  expect(lines.map((line) => line.split(':')[0])).toEqual([
    '1',
    '2',
    '...',
    '35',
    '36',
    '37',
    '38',
    '39',
    '40',
  ]);
});

test('a trace that stopped before the output went wrong says so, and one with a hole too', () => {
  const [first, silent, last] = steps([1, { n: '1' }], [2], [3, { n: '2' }]);
  const late = [first!, { ...silent!, at: 700 }, { ...last!, at: 701 }];
  expect(cut({ steps: late, whole: false })).toBe('1: n = 1\n...\n3: n = 2\n...');
});

describe('a long value is cut to the part in which it changed', () => {
  const list = (at: number, value: number) =>
    `[${Array.from({ length: 40 }, (_, i) => (i === at ? value : 0)).join(', ')}]`;
  test.each([
    ['the first time its start', list(3, 7), undefined, '[0, 0, 0, 7, 0, 0...'],
    ['its start', list(1, 7), list(1, 8), '[0, 7, 0, 0, 0, 0...'],
    ['its middle', list(20, 7), list(20, 8), '... 0, 7, 0, 0, 0...'],
    ['its end', list(39, 7), list(39, 8), '...0, 0, 0, 0, 0, 7]'],
  ])('%s', (_which, value, before, shown) => {
    const short = shortenValue(value, before, 20);
    expect(short.length).toBeLessThanOrEqual(20);
    expect(short).toBe(shown);
  });
});

test.each([
  ['5\n', '4\n', 0],
  ['1 2 3', '1 2 4', 4],
  ['1\n2\n3\n', '1\n2\n', null],
  ['é 1', 'é 2', 3],
  ['1', '1 2', 2],
])('%j: %j first goes wrong at byte %j', (expected, actual, at) => {
  expect(firstWrongByte(expected, actual)).toBe(at);
});

test('a trace for a prompt is as long as a prompt bears', () => {
  const wide = '7'.repeat(200);
  const many = Array.from(
    { length: 500 },
    (_, i) => [i + 1, { x: wide, y: wide }] as [number, Record<string, string>],
  );
  const text = traceForPrompt({ steps: steps(...many), whole: true }, null);
  expect(text.split('\n').length).toBe(25);
  expect(text.length).toBeLessThan(25 * 140);
});
