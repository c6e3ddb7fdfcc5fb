import { expect, test } from 'vitest';
import { templateOf } from '../../../src/ui/practice/templates.ts';

const languages = [
  { id: 'python', extensions: ['.py'] },
  { id: 'cpp', extensions: ['.cpp'] },
  { id: 'javascript', extensions: ['.js', '.mjs'] },
  { id: 'typescript', extensions: ['.ts'] },
  { id: 'lua', extensions: ['.lua'] },
  { id: 'ruby', extensions: ['.rb'] },
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

const LANGUAGES = ['python', 'javascript', 'typescript', 'lua', 'ruby'];

test('a function that is called is outlined in every language, with the parameters of its starter', () => {
  const starter =
    'class Solution:\n    def most(self, nums: Dict[int, List[int]], k: int = 1) -> int:\n        ';
  const call = { kind: 'call', fn: 'most', starter } as const;
  expect(LANGUAGES.map((language) => templateOf(call, language, languages, { lua: '-- mine' }))).toEqual([
    starter,
    'function most(nums, k) {\n}\n',
    'function most(nums: any, k: any): any {\n}\n',
    'function most(nums, k)\nend\n',
    'def most(nums, k)\nend\n',
  ]);
  expect(templateOf({ ...call, starter: '' }, 'python', languages, {})).toBe('def most(*args):\n    pass\n');
});

test('where the input is a file, a new program reads it and writes the output file', () => {
  const files = { kind: 'files', input: 'a.in', output: 'a.out' } as const;
  const begins = (language: string) => templateOf(files, language, languages, {});
  expect(begins('python')).toBe("import sys\nsys.stdin = open('a.in')\nsys.stdout = open('a.out', 'w')\n");
  expect(begins('cpp')).toContain(
    'int main() {\n    freopen("a.in", "r", stdin);\n    freopen("a.out", "w", stdout);\n',
  );
  for (const language of LANGUAGES) {
    expect(begins(language)).toContain('a.in');
    expect(begins(language)).toContain('a.out');
  }
  expect(templateOf({ ...files, input: '' }, 'lua', languages, {})).toBe("io.output('a.out')\n");
  expect(templateOf(files, 'python', languages, { python: '# mine' })).toBe('# mine');
});
