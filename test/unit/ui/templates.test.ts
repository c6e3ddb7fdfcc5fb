import { expect, test } from 'vitest';
import { templateOf } from '../../../src/ui/practice/templates.ts';

const languages = [
  { id: 'python', extensions: ['.py'] },
  { id: 'cpp', extensions: ['.cpp'] },
];
const stdin = { kind: 'stdin' } as const;

test("a new program begins with the person's own template, else with the built-in one, else with nothing", () => {
  expect(templateOf(stdin, 'python', languages, { python: 'import sys' })).toBe('import sys');
  expect(templateOf(stdin, 'cpp', languages, {})).toContain('int main()');
  expect(templateOf(stdin, 'python', languages, {})).toBe('');
});

test('what the problem gives to start from comes before any template, in its language', () => {
  const call = { kind: 'call', fn: 'f', starter: 'def f(x):\n    ' } as const;
  expect(templateOf(call, 'python', languages, { python: 'import sys' })).toBe(call.starter);
  expect(templateOf(call, 'cpp', languages, {})).toContain('int main()');
});
