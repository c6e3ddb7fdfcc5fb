import { afterAll, expect, test } from 'vitest';
import { callExchange } from '../../../src/judge/call/index.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const runner = createNodeRunner();
afterAll(() => runner.dispose());
const signal = new AbortController().signal;
const lua = runner.languages.find(({ id }) => id === 'lua')!;
const exchange = callExchange({ kind: 'call', fn: 'f', starter: '' }, lua)!;

/** What a Lua function's result is as JSON, or what it ended with. */
async function returned(source: string, ...args: unknown[]): Promise<string> {
  const given = exchange.give({
    id: '1',
    input: args.map((arg) => JSON.stringify(arg)).join('\n'),
    answers: [],
    origin: 'sample',
  });
  if ('fault' in given) throw new Error(given.fault);
  const preparation = await runner.prepare(exchange.program({ language: 'lua', source }), signal);
  if (!preparation.ok) throw new Error(preparation.compileError);
  const limits = { timeMs: 20_000, outputBytes: 100_000 };
  const run = await preparation.prepared.run({ ...given, limits }, signal);
  preparation.prepared.dispose();
  const taken = exchange.take(run);
  return 'missing' in taken ? run.stderr.split('\n')[0]! : taken.output;
}

test.each([
  [1, -2.5, 1e20, 0.1, true, false, null],
  ['', 'plain', 'é 😀', '"\\/\b\f\n\r\t', 'NULL'],
  [[], [[]], [[1, 2], [3]], ['a', ['b']]],
  [{}, { a: {} }, { b: [1, { c: 'd' }], a: null }],
  [[1, null, 2], [null], [null, null, 3]],
  [2 ** 53, 9007199254740991, 123456789012],
])('what Lua is given comes back as it was: %j', async (...values) => {
  for (const value of [values, ...values]) {
    const text = await returned('function f(x) return x end', value);
    const kept = JSON.stringify(value, (_key, part) =>
      part && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).filter(([, one]) => one !== null))
        : part,
    );
    expect(JSON.parse(text)).toEqual(JSON.parse(kept));
  }
});

test.each([
  ['a list from 1 on, nested', 'return {1, {2.5, "x"}, {}}', '[1,[2.5,"x"],[]]'],
  ['a table with names, in their order', 'return { b = 1, a = { true } }', '{"a":[true],"b":1}'],
  ['what table.pack gives', 'return table.pack(nil, 2)', '[null,2]'],
  ['nothing', '', 'null'],
  ['a list with a hole and no length', 'return { [1] = 1, [3] = 3 }', '{"1":1,"3":3}'],
  ['whole floats', 'return { 4 / 2, 10 // 1.0 }', '[2,10]'],
  [
    'the integers’ ends',
    'return { math.mininteger, math.maxinteger }',
    '[-9223372036854775808,9223372036854775807]',
  ],
])('%s', async (_what, body, json) => {
  expect(await returned(`function f() ${body} end`)).toBe(json);
});

test('what JSON has not is said', async () => {
  expect(await returned('function f() return 1 / 0 end')).toBe('the result holds inf, which JSON has not');
  expect(await returned('function f() return print end')).toBe(
    'the result holds a function, which JSON has not',
  );
});
