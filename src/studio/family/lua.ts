import { emitter } from './emitter.ts';

/** The family in Lua: `a` holds numbers, `s` characters, `w` words, all in tables from 1 on. */
const N = "local n = io.read('n')";
const numbers = (name: string, count: string) => [
  `local ${name} = {}`,
  `for i = 1, ${count} do ${name}[i] = io.read('n') end`,
];
/** A new table from the old one, under its name. */
const rebuilt = (name: string, ...body: string[]) => [
  'local b = {}',
  `for i, x in ipairs(${name}) do`,
  ...body.map((line) => `  ${line}`),
  'end',
  `${name} = b`,
];
const add = (value: string) => `b[#b + 1] = ${value}`;
const only = (name: string, test: string) => rebuilt(name, `if ${test} then ${add('x')} end`);
const keep = (test: string) => only('a', test);
const change = (expression: string) => [`for i, x in ipairs(a) do a[i] = ${expression} end`];
const each = (name: string, expression: string) => [
  `for i, x in ipairs(${name}) do ${name}[i] = ${expression} end`,
];
const once = (name: string) => [
  'local seen = {}',
  ...rebuilt(name, `if not seen[x] then ${add('x')} end`, 'seen[x] = true'),
];
const reversed = (name: string) => rebuilt(name, 'table.insert(b, 1, x)');

/** Goes through a table and prints `t`. */
const fold = (name: string, start: string, ...body: string[]) => [
  `local t = ${start}`,
  `for i, x in ipairs(${name}) do`,
  ...body.map((line) => `  ${line}`),
  'end',
  'print(t)',
];
const best = (name: string, none: string, test: string) => [
  `local t = ${name}[1] or ${none}`,
  `for _, x in ipairs(${name}) do`,
  `  if ${test} then t = x end`,
  'end',
  'print(t)',
];
const kinds = (name: string) => [
  'local seen = {}',
  ...fold(name, '0', 'if not seen[x] then t = t + 1 end', 'seen[x] = true'),
];
const mode = (name: string, none: string) => [
  'local f = {}',
  `for _, x in ipairs(${name}) do f[x] = (f[x] or 0) + 1 end`,
  `local t = ${name}[1] or ${none}`,
  `for _, x in ipairs(${name}) do`,
  '  if f[x] > f[t] or (f[x] == f[t] and x < t) then t = x end',
  'end',
  'print(t)',
];
const decide = (name: string, test: string) => [
  "local t = 'YES'",
  `for i, x in ipairs(${name}) do`,
  `  if ${test} then t = 'NO' end`,
  'end',
  'print(t)',
];
const different = (name: string) => [
  'local seen = {}',
  "local t = 'YES'",
  `for _, x in ipairs(${name}) do`,
  "  if seen[x] then t = 'NO' end",
  '  seen[x] = true',
  'end',
  'print(t)',
];
const everyPair = (test: string) => [
  'local t = 0',
  'for i = 1, #a do',
  '  for j = 1, i - 1 do',
  `    if ${test} then t = t + 1 end`,
  '  end',
  'end',
  'print(t)',
];
const run = (test: string) => [
  'local r = 0',
  ...fold('a', '0', `if i > 1 and ${test} then r = r + 1 else r = 1 end`, 't = math.max(t, r)'),
];
const pairs = (expression: string) => [
  N,
  ...numbers('a', 'n'),
  ...numbers('b', 'n'),
  `for i = 1, n do a[i] = ${expression} end`,
];
const grid = (...body: string[]) => [
  "local r, c = io.read('n', 'n')",
  'local a = {}',
  'for i = 1, r do',
  '  for j = 1, c do',
  "    local x = io.read('n')",
  ...body.map((line) => `    ${line}`),
  '  end',
  'end',
];

const counted = [N, ...numbers('a', 'n')];
const line = ['local a = {}', "for x in io.read('l'):gmatch('%S+') do a[#a + 1] = tonumber(x) end"];
const withK = ["local n, k = io.read('n', 'n')", ...numbers('a', 'n')];
const joined = (name: string, separator: string) => [`print(table.concat(${name}, '${separator}'))`];
const listed = (name: string) => [`for _, x in ipairs(${name}) do print(x) end`];

export const writeLua = emitter('Lua', {
  source: {
    counted,
    line,
    'with-k': withK,
    'counted-signed': counted,
    'line-signed': line,
    'with-k-signed': withK,
    'up-to-n': [N, 'local a = {}', 'for x = 1, n do a[x] = x end'],
    'from-l-to-r': ["local l, r = io.read('n', 'n')", 'local a = {}', 'for x = l, r do a[#a + 1] = x end'],
    digits: ['local a = {}', "for x in io.read('l'):gmatch('%d') do a[#a + 1] = tonumber(x) end"],
    divisors: [N, 'local a = {}', 'for x = 1, n do', '  if n % x == 0 then a[#a + 1] = x end', 'end'],
    fibonacci: [
      N,
      'local a = {1, 1}',
      'for i = 3, n do a[i] = a[i - 1] + a[i - 2] end',
      'if n < 2 then a[2] = nil end',
    ],
    collatz: [
      N,
      'local a = {n}',
      'while n ~= 1 do',
      '  if n % 2 == 0 then n = n // 2 else n = 3 * n + 1 end',
      '  a[#a + 1] = n',
      'end',
    ],
    'pair-sums': pairs('a[i] + b[i]'),
    'pair-products': pairs('a[i] * b[i]'),
    'pair-maxima': pairs('math.max(a[i], b[i])'),
    'pair-distances': pairs('math.abs(a[i] - b[i])'),
    'row-sums': grid('a[i] = (a[i] or 0) + x'),
    'column-sums': grid('a[j] = (a[j] or 0) + x'),
    'row-maxima': grid('a[i] = math.max(a[i] or x, x)'),
    word: ['local s = {}', "for x in io.read('l'):gmatch('%a') do s[#s + 1] = x end"],
    words: ['local w = {}', "for x in io.read('l'):gmatch('%S+') do w[#w + 1] = x end"],
  },
  step: {
    even: keep('x % 2 == 0'),
    odd: keep('x % 2 ~= 0'),
    positive: keep('x > 0'),
    negative: keep('x < 0'),
    greater: keep('x > {c}'),
    less: keep('x < {c}'),
    'at-least': keep('x >= {c}'),
    'at-most': keep('x <= {c}'),
    multiple: keep('x % {c} == 0'),
    'not-multiple': keep('x % {c} ~= 0'),
    'last-digit': keep('x % 10 == {d}'),
    'has-digit': keep("tostring(x):find('{d}', 1, true)"),
    between: keep('{c} <= x and x <= {d}'),
    outside: keep('x < {c} or x > {d}'),
    prime: [
      'local function is_prime(x)',
      '  for d = 2, x - 1 do',
      '    if d * d > x then break end',
      '    if x % d == 0 then return false end',
      '  end',
      '  return x > 1',
      'end',
      ...keep('is_prime(x)'),
    ],
    square: keep('math.floor(math.sqrt(x)) ^ 2 == x'),
    'not-equal': keep('x ~= {c}'),
    remainder: keep('x % {c} == 1'),
    'odd-places': keep('i % 2 == 1'),
    'even-places': keep('i % 2 == 0'),
    distinct: once('a'),
    squared: change('x * x'),
    cubed: change('x * x * x'),
    absolute: change('math.abs(x)'),
    negated: change('-x'),
    times: change('x * {c}'),
    plus: change('x + {c}'),
    minus: change('x - {c}'),
    'minus-from': change('{c} - x'),
    modulo: change('x % {c}'),
    divided: change('x // {c}'),
    'digit-sums': [
      'for i, x in ipairs(a) do',
      '  a[i] = 0',
      "  for y in tostring(x):gmatch('%d') do a[i] = a[i] + tonumber(y) end",
      'end',
    ],
    'digit-counts': change('#tostring(x)'),
    capped: change('math.min(x, {c})'),
    floored: change('math.max(x, {c})'),
    distances: change('math.abs(x - {c})'),
    'prefix-sums': ['for i = 2, #a do a[i] = a[i] + a[i - 1] end'],
    'running-maxima': ['for i = 2, #a do a[i] = math.max(a[i], a[i - 1]) end'],
    differences: rebuilt('a', 'if i > 1 then b[i - 1] = x - a[i - 1] end'),
    'neighbour-sums': rebuilt('a', 'if i > 1 then b[i - 1] = x + a[i - 1] end'),
    ascending: ['table.sort(a)'],
    descending: ['table.sort(a, function(x, y) return x > y end)'],
    reversed: reversed('a'),
    first: keep('i <= {c}'),
    skipped: keep('i > {c}'),
    last: keep('i > #a - {c}'),
    vowels: only('s', "('aeiou'):find(x, 1, true)"),
    consonants: only('s', "not ('aeiou'):find(x, 1, true)"),
    'without-letter': only('s', "x ~= '{letter}'"),
    'before-letter': only('s', "x < '{letter}'"),
    'after-letter': only('s', "x > '{letter}'"),
    'distinct-letters': once('s'),
    upper: each('s', 'x:upper()'),
    doubled: rebuilt('s', add('x'), add('x')),
    'letters-reversed': reversed('s'),
    'letters-sorted': ['table.sort(s)'],
    longer: only('w', '#x > {c}'),
    shorter: only('w', '#x < {c}'),
    starting: only('w', "x:sub(1, 1) == '{letter}'"),
    ending: only('w', "x:sub(-1) == '{letter}'"),
    containing: only('w', "x:find('{letter}', 1, true)"),
    lacking: only('w', "not x:find('{letter}', 1, true)"),
    'words-reversed': each('w', 'x:reverse()'),
    capitals: each('w', 'x:upper()'),
    initials: each('w', 'x:sub(1, 1)'),
    'word-lengths': ['local a = {}', 'for i, x in ipairs(w) do a[i] = #x end'],
    'words-sorted': ['table.sort(w)'],
    turned: reversed('w'),
  },
  reduction: {
    sum: fold('a', '0', 't = t + x'),
    count: ['print(#a)'],
    maximum: best('a', '0', 'x > t'),
    minimum: best('a', '0', 'x < t'),
    spread: ['table.sort(a)', 'print((a[#a] or 0) - (a[1] or 0))'],
    product: fold('a', '1', 't = t * x % 1000'),
    average: ['local t = 0', 'for _, x in ipairs(a) do t = t + x end', 'print(#a > 0 and t // #a or 0)'],
    median: ['table.sort(a)', 'print(a[(#a + 1) // 2] or 0)'],
    second: ['table.sort(a)', 'print(a[#a - 1] or 0)'],
    gcd: [
      'local function gcd(x, y)',
      '  if y == 0 then return x end',
      '  return gcd(y, x % y)',
      'end',
      ...fold('a', '0', 't = gcd(t, x)'),
    ],
    'distinct-count': kinds('a'),
    frequent: mode('a', '0'),
    line: joined('a', ' '),
    column: listed('a'),
    alternating: fold('a', '0', 'if i % 2 == 1 then t = t + x else t = t - x end'),
    segment: [
      'local b = a[1] or 0',
      'local t = 0',
      'for i, x in ipairs(a) do',
      '  t = math.max(t + x, x)',
      '  b = math.max(b, t)',
      'end',
      'print(b)',
    ],
    rises: fold('a', '0', 'if i > 1 and a[i - 1] < x then t = t + 1 end'),
    'equal-neighbours': fold('a', '0', 'if i > 1 and a[i - 1] == x then t = t + 1 end'),
    'rising-run': run('a[i - 1] < x'),
    'equal-run': run('a[i - 1] == x'),
    'pairs-with-sum': everyPair('a[i] + a[j] == {c}'),
    inversions: everyPair('a[j] > a[i]'),
    sorted: decide('a', 'i > 1 and a[i - 1] > x'),
    palindrome: decide('a', 'x ~= a[#a + 1 - i]'),
    'all-different': different('a'),
    'letter-count': ['print(#s)'],
    'letters-joined': joined('s', ''),
    'letters-spaced': joined('s', ' '),
    'letter-kinds': kinds('s'),
    'letter-mode': mode('s', "'none'"),
    'first-letter': best('s', "'none'", 'x < t'),
    'letter-mirror': decide('s', 'x ~= s[#s + 1 - i]'),
    'letter-different': different('s'),
    'word-count': ['print(#w)'],
    'words-spaced': joined('w', ' '),
    'words-dashed': joined('w', '-'),
    'words-listed': listed('w'),
    'longest-word': best('w', "'none'", '#x > #t'),
    'shortest-word': best('w', "'none'", '#x < #t'),
    'first-word': best('w', "'none'", 'x < t'),
    'last-word': best('w', "'none'", 'x > t'),
    'letter-total': ['print(#table.concat(w))'],
    'word-kinds': kinds('w'),
  },
});
