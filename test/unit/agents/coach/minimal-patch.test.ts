import { expect, test } from 'vitest';
import { minimalPatch } from '../../../../src/agents/coach/minimal-patch.ts';

const before = 'n = int(input())\na = read()\nt = 0\nfor x in a:\n    t = x\nprint(t)\n';
/** Passes if these lines are there; counts how often it was asked. */
const passing = (...needed: string[]) => {
  const asked: string[] = [];
  const passes = async (source: string) => {
    asked.push(source);
    return needed.every((line) => source.split('\n').includes(line));
  };
  return { asked, passes };
};

test('of several changes only those stay without which the program fails', async () => {
  const after = 'count = int(input())\na = read()\n# the sum\ntotal = 0\nfor x in a:\n    t += x\nprint(t)\n';
  const { passes } = passing('    t += x', 't = 0');
  expect(await minimalPatch(before, after, passes)).toBe(before.replace('    t = x', '    t += x'));
});

test('lines that came and lines that went are taken back too', async () => {
  const after = 'n = int(input())\na = sorted(read())\nfor x in a:\n    t += x\nprint(t)\nprint()\n';
  const { passes } = passing('    t += x');
  expect(await minimalPatch(before, after, passes)).toBe(before.replace('    t = x', '    t += x'));
});

test('changes that are needed together stay together', async () => {
  const after = before
    .replace('t = 0', 's = 0')
    .replace('    t = x', '    s += x')
    .replace('print(t)', 'print(s)');
  const { passes } = passing('s = 0', '    s += x', 'print(s)');
  expect(await minimalPatch(before, after, passes)).toBe(after);
});

test('a wholly new program is run no more often than is worth it', async () => {
  const lines = (word: string) => Array.from({ length: 200 }, (_, i) => `${word}${i}`).join('\n');
  const { asked, passes } = passing(...lines('b').split('\n'));
  await minimalPatch(lines('a'), lines('b'), passes);
  expect(asked.length).toBeLessThanOrEqual(40);
});
