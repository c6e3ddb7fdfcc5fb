import { afterAll, expect, test } from 'vitest';
import { traceOnSample } from '../../../src/studio/family/trace.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const runner = createNodeRunner();
const { signal } = new AbortController();
afterAll(() => runner.dispose());

test('a family program’s trace on a failing sample is that of the page’s own tracer', async () => {
  const source =
    'n = int(input())\na = list(map(int, input().split()))\na = [x for x in a if x % 3 == 1]\nt = r = 0\nfor i in range(len(a)):\n    r = r + 1 if i > 0 and a[i - 1] == a[i] else 1\n    t = max(t, r)\nprint(t)\n';
  const trace = await traceOnSample(
    runner,
    { language: 'python', source },
    { input: '4\n-7 -3 -3 13\n', expected: '0' },
    signal,
  );
  expect(trace).toBe(
    '1: n = 4\n2: a = [-7, -3, -3, 13]\n3: a = [13]\n4: t = 0, r = 0\n5: i = 0\n6: r = 1\n7: t = 1',
  );
});

test('a program that crashes shows where', async () => {
  const trace = await traceOnSample(
    runner,
    { language: 'python', source: "s = input().strip()\nprint('YES' if len(set(s)) == len(a) else 'NO')\n" },
    { input: 'eeeaa\n', expected: 'NO' },
    signal,
  );
  expect(trace).toBe("1: s = 'eeeaa'\n2: error = NameError: \"name 'a' is not defined\"");
});
