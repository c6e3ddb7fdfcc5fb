import { emitter } from './emitter.ts';
import type { Spec } from './spec.ts';

/** The family in C++: `a` holds numbers, `s` characters, `w` words. */
const N = ['long long n;', 'cin >> n;'];
const list = (name: string, size = 'n') => [
  `vector<long long> ${name}(${size});`,
  `for (auto &x : ${name}) cin >> x;`,
];

/** Leaves out what the test is true of. */
const drop = (name: string, type: string, test: string) => [
  `erase_if(${name}, [&](${type}x) { return ${test}; });`,
];
const numbers = (test: string) => drop('a', 'long long ', test);
const letters = (test: string) => drop('s', 'char ', test);
const words = (test: string) => drop('w', 'const string &', test);
const change = (expression: string) => [`for (auto &x : a) x = ${expression};`];
/** Each value from the one before it, which takes its place; the last place is left over. */
const between = (expression: string) => [
  `for (size_t i = 1; i < a.size(); i++) a[i - 1] = ${expression};`,
  'if (!a.empty()) a.pop_back();',
];
const everySecond = (first: number) => [
  '{',
  '  vector<long long> b;',
  `  for (size_t i = ${first}; i < a.size(); i += 2) b.push_back(a[i]);`,
  '  a = b;',
  '}',
];
const print = (value: string) => [`cout << ${value} << '\\n';`];
const all = (name: string) => `${name}.begin(), ${name}.end()`;
const orNothing = (name: string, none: string, value: string) =>
  print(`(${name}.empty() ? ${none} : ${value})`);
const yes = (test: string) => print(`(${test} ? "YES" : "NO")`);
const once = (name: string, type: string) => [
  '{',
  `  set<${type}> seen;`,
  `  erase_if(${name}, [&](${type} x) { return !seen.insert(x).second; });`,
  '}',
];
const kinds = (name: string, type: string) => `set<${type}>(${all(name)}).size()`;
const joined = (name: string, separator: string) => [
  `for (size_t i = 0; i < ${name}.size(); i++) cout << (i > 0 ? "${separator}" : "") << ${name}[i];`,
  "cout << '\\n';",
];
const mode = (name: string, type: string, first: string) => [
  `map<${type}, int> f;`,
  `for (auto x : ${name}) f[x]++;`,
  `${first};`,
  'int m = 0;',
  'for (auto [x, count] : f)',
  '  if (count > m) {',
  '    t = x;',
  '    m = count;',
  '  }',
  ...print('t'),
];
const best = (test: string) => [
  'string t = w.empty() ? "none" : w[0];',
  'for (auto &x : w)',
  `  if (${test}) t = x;`,
  ...print('t'),
];
const neighbours = (test: string) => [
  'int t = 0;',
  'for (size_t i = 1; i < a.size(); i++)',
  `  if (${test}) t++;`,
  ...print('t'),
];
const run = (test: string) => [
  'int t = 0, m = 0;',
  'for (size_t i = 0; i < a.size(); i++) {',
  `  m = i > 0 && ${test} ? m + 1 : 1;`,
  '  t = max(t, m);',
  '}',
  ...print('t'),
];
const everyPair = (test: string) => [
  'int t = 0;',
  'for (size_t i = 0; i < a.size(); i++)',
  '  for (size_t j = 0; j < i; j++)',
  `    if (${test}) t++;`,
  ...print('t'),
];
const pairs = (expression: string) => [
  ...N,
  ...list('a'),
  ...list('b'),
  `for (int i = 0; i < n; i++) a[i] = ${expression};`,
];
const GRID = [
  'long long r, c;',
  'cin >> r >> c;',
  'vector<vector<long long>> g(r, vector<long long>(c));',
  'for (auto &x : g)',
  '  for (auto &y : x) cin >> y;',
];
const rows = (expression: string) => [
  ...GRID,
  'vector<long long> a;',
  `for (auto &x : g) a.push_back(${expression});`,
];
const columns = (start: string, expression: string) => [
  ...GRID,
  `vector<long long> a${start};`,
  'for (auto &x : g)',
  `  for (int j = 0; j < c; j++) a[j] = ${expression};`,
];
const counted = [...N, ...list('a')];
const line = ['vector<long long> a;', 'for (long long x; cin >> x;) a.push_back(x);'];
const withK = ['long long n, k;', 'cin >> n >> k;', ...list('a')];
const SORTED = `sort(${all('a')});`;

const body = emitter('C++', {
  source: {
    counted,
    line,
    'with-k': withK,
    'counted-signed': counted,
    'line-signed': line,
    'with-k-signed': withK,
    'up-to-n': [...N, 'vector<long long> a;', 'for (long long x = 1; x <= n; x++) a.push_back(x);'],
    'from-l-to-r': [
      'long long l, r;',
      'cin >> l >> r;',
      'vector<long long> a;',
      'for (long long x = l; x <= r; x++) a.push_back(x);',
    ],
    digits: ['string q;', 'cin >> q;', 'vector<long long> a;', "for (char x : q) a.push_back(x - '0');"],
    divisors: [
      ...N,
      'vector<long long> a;',
      'for (long long x = 1; x <= n; x++)',
      '  if (n % x == 0) a.push_back(x);',
    ],
    fibonacci: [
      ...N,
      'vector<long long> a = {1, 1};',
      'for (int i = 2; i < n; i++) a.push_back(a[i - 1] + a[i - 2]);',
      'a.resize(n);',
    ],
    collatz: [
      ...N,
      'vector<long long> a = {n};',
      'while (n != 1) {',
      '  n = n % 2 == 0 ? n / 2 : 3 * n + 1;',
      '  a.push_back(n);',
      '}',
    ],
    'pair-sums': pairs('a[i] + b[i]'),
    'pair-products': pairs('a[i] * b[i]'),
    'pair-maxima': pairs('max(a[i], b[i])'),
    'pair-distances': pairs('abs(a[i] - b[i])'),
    'row-sums': rows(`accumulate(${all('x')}, 0LL)`),
    'column-sums': columns('(c, 0)', 'a[j] + x[j]'),
    'row-maxima': rows(`*max_element(${all('x')})`),
    'column-maxima': columns(' = g[0]', 'max(a[j], x[j])'),
    'table-products': [
      ...N,
      'vector<long long> a;',
      'for (int i = 1; i <= n; i++)',
      '  for (int j = i; j <= n; j++) a.push_back(i * j);',
    ],
    diagonal: [
      ...N,
      'vector<long long> a;',
      'for (int i = 0; i < n; i++)',
      '  for (int j = 0; j < n; j++) {',
      '    long long x;',
      '    cin >> x;',
      '    if (i == j) a.push_back(x);',
      '  }',
    ],
    'row-marks': [
      'long long r, c;',
      'cin >> r >> c;',
      'vector<long long> a;',
      `for (string x; cin >> x;) a.push_back(count(${all('x')}, '#'));`,
    ],
    word: ['string s;', 'cin >> s;'],
    words: ['vector<string> w;', 'for (string x; cin >> x;) w.push_back(x);'],
  },
  step: {
    even: numbers('x % 2 != 0'),
    odd: numbers('x % 2 == 0'),
    positive: numbers('x <= 0'),
    negative: numbers('x >= 0'),
    greater: numbers('x <= {c}'),
    less: numbers('x >= {c}'),
    'at-least': numbers('x < {c}'),
    'at-most': numbers('x > {c}'),
    multiple: numbers('x % {c} != 0'),
    'not-multiple': numbers('x % {c} == 0'),
    'last-digit': numbers('x % 10 != {d}'),
    'has-digit': numbers("to_string(x).find('{d}') == string::npos"),
    between: numbers('x < {c} || x > {d}'),
    outside: numbers('{c} <= x && x <= {d}'),
    prime: [
      'erase_if(a, [](long long x) {',
      '  for (long long d = 2; d * d <= x; d++)',
      '    if (x % d == 0) return true;',
      '  return x < 2;',
      '});',
    ],
    square: ['erase_if(a, [](long long x) {', '  long long q = sqrtl(x);', '  return q * q != x;', '});'],
    'not-equal': numbers('x == {c}'),
    remainder: numbers('(x % {c} + {c}) % {c} != 1'),
    'odd-places': everySecond(0),
    'even-places': everySecond(1),
    distinct: once('a', 'long long'),
    'parity-change': change('x % 2 == 0 ? x / 2 : 3 * x + 1'),
    signs: change('(x > 0) - (x < 0)'),
    'place-products': ['for (size_t i = 0; i < a.size(); i++) a[i] *= i + 1;'],
    'alphabet-places': ['vector<long long> a;', "for (char x : s) a.push_back(tolower(x) - 'a' + 1);"],
    squared: change('x * x'),
    cubed: change('x * x * x'),
    absolute: change('abs(x)'),
    negated: change('-x'),
    times: change('x * {c}'),
    plus: change('x + {c}'),
    minus: change('x - {c}'),
    'minus-from': change('{c} - x'),
    modulo: change('x % {c}'),
    divided: change('x / {c}'),
    'digit-sums': [
      'for (auto &x : a) {',
      '  long long t = 0;',
      '  for (; x > 0; x /= 10) t += x % 10;',
      '  x = t;',
      '}',
    ],
    'digit-counts': change('to_string(x).size()'),
    capped: change('min<long long>(x, {c})'),
    floored: change('max<long long>(x, {c})'),
    distances: change('abs(x - {c})'),
    'prefix-sums': ['for (size_t i = 1; i < a.size(); i++) a[i] += a[i - 1];'],
    'running-maxima': ['for (size_t i = 1; i < a.size(); i++) a[i] = max(a[i], a[i - 1]);'],
    differences: between('a[i] - a[i - 1]'),
    'neighbour-sums': between('a[i] + a[i - 1]'),
    ascending: [SORTED],
    descending: ['sort(a.rbegin(), a.rend());'],
    reversed: [`reverse(${all('a')});`],
    first: ['a.resize(min<size_t>(a.size(), {c}));'],
    skipped: ['a.erase(a.begin(), a.begin() + min<size_t>(a.size(), {c}));'],
    last: ['a.erase(a.begin(), a.end() - min<size_t>(a.size(), {c}));'],
    vowels: letters('string("aeiou").find(x) == string::npos'),
    consonants: letters('string("aeiou").find(x) != string::npos'),
    'without-letter': letters("x == '{letter}'"),
    'before-letter': letters("x >= '{letter}'"),
    'after-letter': letters("x <= '{letter}'"),
    'distinct-letters': once('s', 'char'),
    upper: ['for (auto &x : s) x = toupper(x);'],
    doubled: ['{', '  string b;', '  for (char x : s) b += string(2, x);', '  s = b;', '}'],
    'letters-reversed': [`reverse(${all('s')});`],
    'letters-sorted': [`sort(${all('s')});`],
    longer: words('x.size() <= {c}'),
    shorter: words('x.size() >= {c}'),
    starting: words("x[0] != '{letter}'"),
    ending: words("x.back() != '{letter}'"),
    containing: words("x.find('{letter}') == string::npos"),
    lacking: words("x.find('{letter}') != string::npos"),
    'words-reversed': [`for (auto &x : w) reverse(${all('x')});`],
    capitals: ['for (auto &x : w)', '  for (auto &y : x) y = toupper(y);'],
    initials: ['for (auto &x : w) x = x.substr(0, 1);'],
    'word-lengths': ['vector<long long> a;', 'for (auto &x : w) a.push_back(x.size());'],
    'words-sorted': [`sort(${all('w')});`],
    turned: [`reverse(${all('w')});`],
  },
  reduction: {
    sum: print(`accumulate(${all('a')}, 0LL)`),
    count: print('a.size()'),
    maximum: orNothing('a', '0', `*max_element(${all('a')})`),
    minimum: orNothing('a', '0', `*min_element(${all('a')})`),
    spread: orNothing('a', '0', `*max_element(${all('a')}) - *min_element(${all('a')})`),
    product: ['long long t = 1;', 'for (auto x : a) t = t * x % 1000;', ...print('t')],
    average: orNothing('a', '0', `accumulate(${all('a')}, 0LL) / (long long)a.size()`),
    median: [SORTED, ...orNothing('a', '0', 'a[(a.size() - 1) / 2]')],
    second: [SORTED, ...print('(a.size() > 1 ? a[a.size() - 2] : 0)')],
    gcd: ['long long t = 0;', 'for (auto x : a) t = gcd(t, x);', ...print('t')],
    'distinct-count': print(kinds('a', 'long long')),
    frequent: mode('a', 'long long', 'long long t = 0'),
    line: joined('a', ' '),
    column: ["for (auto x : a) cout << x << '\\n';"],
    alternating: [
      'long long t = 0;',
      'for (size_t i = 0; i < a.size(); i++) t += i % 2 == 0 ? a[i] : -a[i];',
      ...print('t'),
    ],
    segment: [
      'long long m = a.empty() ? 0 : a[0];',
      'long long t = m;',
      'for (size_t i = 1; i < a.size(); i++) {',
      '  t = max(t + a[i], a[i]);',
      '  m = max(m, t);',
      '}',
      ...print('m'),
    ],
    rises: neighbours('a[i - 1] < a[i]'),
    'equal-neighbours': neighbours('a[i - 1] == a[i]'),
    'rising-run': run('a[i - 1] < a[i]'),
    'equal-run': run('a[i - 1] == a[i]'),
    'pairs-with-sum': everyPair('a[i] + a[j] == {c}'),
    inversions: everyPair('a[j] > a[i]'),
    'triples-with-sum': [
      'int t = 0;',
      'for (size_t i = 0; i < a.size(); i++)',
      '  for (size_t j = 0; j < i; j++)',
      '    for (size_t h = 0; h < j; h++)',
      '      if (a[i] + a[j] + a[h] == {c}) t++;',
      ...print('t'),
    ],
    'rising-subsequence': [
      'vector<int> t(a.size(), 1);',
      'int m = 0;',
      'for (size_t i = 0; i < a.size(); i++) {',
      '  for (size_t j = 0; j < i; j++)',
      '    if (a[j] < a[i]) t[i] = max(t[i], t[j] + 1);',
      '  m = max(m, t[i]);',
      '}',
      ...print('m'),
    ],
    apart: [
      'long long t = 0, m = 0;',
      'for (auto x : a) {',
      '  long long b = max(m, t + x);',
      '  t = m;',
      '  m = b;',
      '}',
      ...print('m'),
    ],
    'subset-ways': [
      'vector<long long> t({c} + 1);',
      't[0] = 1;',
      'for (auto x : a)',
      '  for (long long i = {c}; i >= x; i--) t[i] += t[i - x];',
      ...print('t[{c}]'),
    ],
    'floor-walk': ['long long t = 0;', 'for (auto x : a) t = max(t + x, 0LL);', ...print('t')],
    'closest-pair': [
      SORTED,
      'long long t = a.size() > 1 ? a[1] - a[0] : 0;',
      'for (size_t i = 2; i < a.size(); i++) t = min(t, a[i] - a[i - 1]);',
      ...print('t'),
    ],
    'near-pairs': [
      SORTED,
      'long long t = 0;',
      'size_t j = 0;',
      'for (size_t i = 0; i < a.size(); i++) {',
      '  while (a[i] - a[j] > {c}) j++;',
      '  t += i - j;',
      '}',
      ...print('t'),
    ],
    affordable: [
      SORTED,
      'long long t = 0, m = 0;',
      'for (auto x : a)',
      '  if (m + x <= {c}) {',
      '    t++;',
      '    m += x;',
      '  }',
      ...print('t'),
    ],
    loads: [
      'long long t = 0, m = {c} + 1;',
      'for (auto x : a) {',
      '  if (m + x > {c}) {',
      '    t++;',
      '    m = 0;',
      '  }',
      '  m += x;',
      '}',
      ...print('t'),
    ],
    sorted: yes(`is_sorted(${all('a')})`),
    palindrome: yes(`equal(${all('a')}, a.rbegin())`),
    'all-different': yes(`${kinds('a', 'long long')} == a.size()`),
    'letter-count': print('s.size()'),
    'letters-joined': print('s'),
    'letters-spaced': joined('s', ' '),
    'letter-kinds': print(kinds('s', 'char')),
    'letter-mode': mode('s', 'char', 'string t = "none"'),
    'first-letter': orNothing('s', 'string("none")', `string(1, *min_element(${all('s')}))`),
    'letter-mirror': yes(`equal(${all('s')}, s.rbegin())`),
    'letter-different': yes(`${kinds('s', 'char')} == s.size()`),
    'word-count': print('w.size()'),
    'words-spaced': joined('w', ' '),
    'words-dashed': joined('w', '-'),
    'words-listed': ["for (auto &x : w) cout << x << '\\n';"],
    'longest-word': best('x.size() > t.size()'),
    'shortest-word': best('x.size() < t.size()'),
    'first-word': best('x < t'),
    'last-word': best('x > t'),
    'letter-total': ['size_t t = 0;', 'for (auto &x : w) t += x.size();', ...print('t')],
    'word-kinds': print(kinds('w', 'string')),
  },
});

/** Writes a spec as a C++20 program. */
export function writeCpp(spec: Spec): string {
  const lines = body(spec).trimEnd().split('\n');
  return [
    '#include <bits/stdc++.h>',
    'using namespace std;',
    '',
    'int main() {',
    ...lines.map((line) => `  ${line}`),
    '}',
    '',
  ].join('\n');
}
