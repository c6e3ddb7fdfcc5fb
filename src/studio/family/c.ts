import { emitter } from './emitter.ts';
import type { Spec } from './spec.ts';

/**
 * The family in C: `a` holds numbers and `w` words, `size` of them; `s` holds a word's characters. What a block needs for
 * itself stands in braces, so that no name is declared twice.
 */
const N = ['int n;', 'scanf("%d", &n);'];
const block = (...lines: string[]) => ['{', ...lines.map((line) => `  ${line}`), '}'];
const each = (...lines: string[]) => [
  'for (int i = 0; i < size; i++) {',
  ...lines.map((line) => `  ${line}`),
  '}',
];
const eachNumber = (...lines: string[]) => each('long long x = a[i];', ...lines);

/** Moves what the test is true of to the front. */
const kept = (...lines: string[]) => block('int kept = 0;', ...lines, 'size = kept;');
const keep = (test: string) => kept(...eachNumber(`if (${test}) a[kept++] = x;`));
const change = (expression: string) => eachNumber(`a[i] = ${expression};`);
const between = (expression: string) => [
  `for (int i = 1; i < size; i++) a[i - 1] = ${expression};`,
  'if (size > 0) size--;',
];
const everySecond = (first: number) => kept(`for (int i = ${first}; i < size; i += 2) a[kept++] = a[i];`);
const letters = (test: string) =>
  block('int kept = 0;', 'for (int i = 0; s[i]; i++)', `  if (${test}) s[kept++] = s[i];`, 's[kept] = 0;');
const words = (test: string) => kept(...each(`if (${test}) memmove(w[kept++], w[i], sizeof *w);`));
const turn = (name: string, type: string, length: string) =>
  block(
    `for (int i = 0, j = ${length} - 1; i < j; i++, j--) {`,
    `  ${type} x = ${name}[i];`,
    `  ${name}[i] = ${name}[j];`,
    `  ${name}[j] = x;`,
    '}',
  );

const print = (value: string) => [`printf("%lld\\n", (long long)(${value}));`];
const text = (value: string) => [`printf("%s\\n", ${value});`];
const yes = (test: string) => text(`${test} ? "YES" : "NO"`);
const SORTED = 'qsort(a, size, sizeof *a, by_value);';
const extreme = (name: string, sign: string) => [
  `long long ${name} = size > 0 ? a[0] : 0;`,
  ...eachNumber(`if (x ${sign} ${name}) ${name} = x;`),
];
const SUM = ['long long t = 0;', ...eachNumber('t += x;')];
const best = (test: string) => [
  'const char *t = size > 0 ? w[0] : "none";',
  ...each(`if (${test}) t = w[i];`),
  ...text('t'),
];
const joined = (separator: string) => [
  ...each(`printf("%s%s", i > 0 ? "${separator}" : "", w[i]);`),
  'printf("\\n");',
];
const neighbours = (test: string) => [
  'int t = 0;',
  'for (int i = 1; i < size; i++)',
  `  if (${test}) t++;`,
  ...print('t'),
];
const run = (test: string) => [
  'int t = 0, m = 0;',
  ...each(`m = i > 0 && ${test} ? m + 1 : 1;`, 'if (m > t) t = m;'),
  ...print('t'),
];
const everyPair = (test: string) => [
  'int t = 0;',
  'for (int i = 0; i < size; i++)',
  '  for (int j = 0; j < i; j++)',
  `    if (${test}) t++;`,
  ...print('t'),
];
/** `m` becomes 1 where the value at `i` came before. */
const seen = (same: string) => ['int m = 0;', 'for (int j = 0; j < i; j++)', `  if (${same}) m = 1;`];
const kinds = (same: string, bound = 'i < size') => [
  'int t = 0;',
  `for (int i = 0; ${bound}; i++) {`,
  ...seen(same).map((line) => `  ${line}`),
  '  if (!m) t++;',
  '}',
];
const SAME = 'a[j] == a[i]';
const SAME_LETTER = 's[j] == s[i]';
/** The value that is there most often, the smallest of several. */
const mode = (name: string, there: (at: string) => string, start: string) => [
  start,
  'int m = 0;',
  `for (int i = 0; ${there('i')}; i++) {`,
  '  int f = 0;',
  `  for (int j = 0; ${there('j')}; j++)`,
  `    if (${name}[j] == ${name}[i]) f++;`,
  `  if (f > m || (f == m && ${name}[i] < t)) {`,
  `    t = ${name}[i];`,
  '    m = f;',
  '  }',
  '}',
];

const read = (name: string, count = 'n') => `for (int i = 0; i < ${count}; i++) scanf("%lld", &${name}[i]);`;
const NUMBERS = ['static long long a[100000];', 'int size = 0;'];
const counted = [...N, ...NUMBERS, 'size = n;', read('a')];
const line = [...NUMBERS, 'while (scanf("%lld", &a[size]) == 1) size++;'];
const withK = ['int n, k;', 'scanf("%d %d", &n, &k);', ...NUMBERS, 'size = n;', read('a')];
const pairs = (expression: string) => [
  ...counted,
  'static long long b[100000];',
  read('b'),
  ...each(`a[i] = ${expression};`),
];
const grid = (size: string, ...lines: string[]) => [
  'int r, c;',
  'scanf("%d %d", &r, &c);',
  ...NUMBERS,
  `size = ${size};`,
  'for (int i = 0; i < r; i++)',
  '  for (int j = 0; j < c; j++) {',
  '    long long x;',
  '    scanf("%lld", &x);',
  ...lines.map((one) => `    ${one}`),
  '  }',
];
const LENGTH = '(int)strlen(s)';

const body = emitter('C', {
  source: {
    counted,
    line,
    'with-k': withK,
    'counted-signed': counted,
    'line-signed': line,
    'with-k-signed': withK,
    'up-to-n': [...N, ...NUMBERS, 'for (int x = 1; x <= n; x++) a[size++] = x;'],
    'from-l-to-r': [
      'int l, r;',
      'scanf("%d %d", &l, &r);',
      ...NUMBERS,
      'for (int x = l; x <= r; x++) a[size++] = x;',
    ],
    digits: [
      'char q[100];',
      'scanf("%99s", q);',
      ...NUMBERS,
      "for (; q[size]; size++) a[size] = q[size] - '0';",
    ],
    divisors: [
      'long long n;',
      'scanf("%lld", &n);',
      ...NUMBERS,
      'for (long long x = 1; x <= n; x++)',
      '  if (n % x == 0) a[size++] = x;',
    ],
    fibonacci: [
      ...N,
      ...NUMBERS,
      'for (; size < n; size++) a[size] = size < 2 ? 1 : a[size - 1] + a[size - 2];',
    ],
    collatz: [
      'long long n;',
      'scanf("%lld", &n);',
      ...NUMBERS,
      'a[size++] = n;',
      'while (n != 1) {',
      '  n = n % 2 == 0 ? n / 2 : 3 * n + 1;',
      '  a[size++] = n;',
      '}',
    ],
    'pair-sums': pairs('a[i] + b[i]'),
    'pair-products': pairs('a[i] * b[i]'),
    'pair-maxima': pairs('a[i] > b[i] ? a[i] : b[i]'),
    'pair-distances': pairs('llabs(a[i] - b[i])'),
    'row-sums': grid('r', 'a[i] += x;'),
    'column-sums': grid('c', 'a[j] += x;'),
    'row-maxima': grid('r', 'if (j == 0 || x > a[i]) a[i] = x;'),
    'column-maxima': grid('c', 'if (i == 0 || x > a[j]) a[j] = x;'),
    'table-products': [
      ...N,
      ...NUMBERS,
      'for (int i = 1; i <= n; i++)',
      '  for (int j = i; j <= n; j++) a[size++] = i * j;',
    ],
    diagonal: [
      ...N,
      ...NUMBERS,
      'for (int i = 0; i < n; i++)',
      '  for (int j = 0; j < n; j++) {',
      '    long long x;',
      '    scanf("%lld", &x);',
      '    if (i == j) a[size++] = x;',
      '  }',
    ],
    'row-marks': [
      'int r, c;',
      'scanf("%d %d", &r, &c);',
      ...NUMBERS,
      'for (; size < r; size++) {',
      '  char x[1000];',
      '  scanf("%999s", x);',
      "  for (int j = 0; x[j]; j++) a[size] += x[j] == '#';",
      '}',
    ],
    word: ['char s[1000];', 'scanf("%499s", s);'],
    words: ['static char w[1000][100];', 'int size = 0;', 'while (scanf("%99s", w[size]) == 1) size++;'],
  },
  step: {
    even: keep('x % 2 == 0'),
    odd: keep('x % 2 != 0'),
    positive: keep('x > 0'),
    negative: keep('x < 0'),
    greater: keep('x > {c}'),
    less: keep('x < {c}'),
    'at-least': keep('x >= {c}'),
    'at-most': keep('x <= {c}'),
    multiple: keep('x % {c} == 0'),
    'not-multiple': keep('x % {c} != 0'),
    'last-digit': keep('x % 10 == {d}'),
    'has-digit': keep('has_digit(x, {d})'),
    between: keep('{c} <= x && x <= {d}'),
    outside: keep('x < {c} || x > {d}'),
    prime: keep('is_prime(x)'),
    square: keep('is_square(x)'),
    'not-equal': keep('x != {c}'),
    remainder: keep('(x % {c} + {c}) % {c} == 1'),
    'odd-places': everySecond(0),
    'even-places': everySecond(1),
    distinct: kept(
      ...each(...seen(SAME).map((one) => one.replace('j < i', 'j < kept')), 'if (!m) a[kept++] = a[i];'),
    ),
    'parity-change': change('x % 2 == 0 ? x / 2 : 3 * x + 1'),
    signs: change('(x > 0) - (x < 0)'),
    'place-products': change('x * (i + 1)'),
    'alphabet-places': [...NUMBERS, "for (; s[size]; size++) a[size] = tolower(s[size]) - 'a' + 1;"],
    squared: change('x * x'),
    cubed: change('x * x * x'),
    absolute: change('llabs(x)'),
    negated: change('-x'),
    times: change('x * {c}'),
    plus: change('x + {c}'),
    minus: change('x - {c}'),
    'minus-from': change('{c} - x'),
    modulo: change('x % {c}'),
    divided: change('x / {c}'),
    'digit-sums': eachNumber('a[i] = 0;', 'for (; x > 0; x /= 10) a[i] += x % 10;'),
    'digit-counts': eachNumber('a[i] = 1;', 'for (; x > 9; x /= 10) a[i]++;'),
    capped: change('x < {c} ? x : {c}'),
    floored: change('x > {c} ? x : {c}'),
    distances: change('llabs(x - {c})'),
    'prefix-sums': ['for (int i = 1; i < size; i++) a[i] += a[i - 1];'],
    'running-maxima': ['for (int i = 1; i < size; i++)', '  if (a[i - 1] > a[i]) a[i] = a[i - 1];'],
    differences: between('a[i] - a[i - 1]'),
    'neighbour-sums': between('a[i] + a[i - 1]'),
    ascending: [SORTED],
    descending: [SORTED, ...turn('a', 'long long', 'size')],
    reversed: turn('a', 'long long', 'size'),
    first: ['if (size > {c}) size = {c};'],
    skipped: kept('for (int i = {c}; i < size; i++) a[kept++] = a[i];'),
    last: kept('for (int i = size > {c} ? size - {c} : 0; i < size; i++) a[kept++] = a[i];'),
    vowels: letters('strchr("aeiou", s[i])'),
    consonants: letters('!strchr("aeiou", s[i])'),
    'without-letter': letters("s[i] != '{letter}'"),
    'before-letter': letters("s[i] < '{letter}'"),
    'after-letter': letters("s[i] > '{letter}'"),
    'distinct-letters': block(
      'int kept = 0;',
      'for (int i = 0; s[i]; i++)',
      '  if (!memchr(s, s[i], kept)) s[kept++] = s[i];',
      's[kept] = 0;',
    ),
    upper: ['for (int i = 0; s[i]; i++) s[i] = toupper(s[i]);'],
    doubled: block(
      `for (int i = ${LENGTH}; i >= 0; i--) {`,
      '  s[2 * i] = s[i];',
      '  s[2 * i + 1] = s[i];',
      '}',
    ),
    'letters-reversed': turn('s', 'char', LENGTH),
    'letters-sorted': ['qsort(s, strlen(s), 1, by_letter);'],
    longer: words('(int)strlen(w[i]) > {c}'),
    shorter: words('(int)strlen(w[i]) < {c}'),
    starting: words("w[i][0] == '{letter}'"),
    ending: words("w[i][strlen(w[i]) - 1] == '{letter}'"),
    containing: words("strchr(w[i], '{letter}')"),
    lacking: words("!strchr(w[i], '{letter}')"),
    'words-reversed': each(
      'for (int p = 0, q = strlen(w[i]) - 1; p < q; p++, q--) {',
      '  char x = w[i][p];',
      '  w[i][p] = w[i][q];',
      '  w[i][q] = x;',
      '}',
    ),
    capitals: each('for (int j = 0; w[i][j]; j++) w[i][j] = toupper(w[i][j]);'),
    initials: each('w[i][1] = 0;'),
    'word-lengths': ['static long long a[1000];', ...each('a[i] = strlen(w[i]);')],
    'words-sorted': ['qsort(w, size, sizeof *w, by_word);'],
    turned: block(
      'for (int i = 0, j = size - 1; i < j; i++, j--) {',
      '  char x[100];',
      '  strcpy(x, w[i]);',
      '  strcpy(w[i], w[j]);',
      '  strcpy(w[j], x);',
      '}',
    ),
  },
  reduction: {
    sum: [...SUM, ...print('t')],
    count: print('size'),
    maximum: [...extreme('t', '>'), ...print('t')],
    minimum: [...extreme('t', '<'), ...print('t')],
    spread: [...extreme('t', '>'), ...extreme('m', '<'), ...print('t - m')],
    product: ['long long t = 1;', ...eachNumber('t = t * x % 1000;'), ...print('t')],
    average: [...SUM, ...print('size > 0 ? t / size : 0')],
    median: [SORTED, ...print('size > 0 ? a[(size - 1) / 2] : 0')],
    second: [SORTED, ...print('size > 1 ? a[size - 2] : 0')],
    gcd: ['long long t = 0;', ...eachNumber('t = gcd(t, x);'), ...print('t')],
    'distinct-count': [...kinds(SAME), ...print('t')],
    frequent: [...mode('a', (at) => `${at} < size`, 'long long t = 0;'), ...print('t')],
    line: [...each('printf("%s%lld", i > 0 ? " " : "", a[i]);'), 'printf("\\n");'],
    column: each('printf("%lld\\n", a[i]);'),
    alternating: ['long long t = 0;', ...eachNumber('t += i % 2 == 0 ? x : -x;'), ...print('t')],
    segment: [
      'long long t = size > 0 ? a[0] : 0;',
      'long long m = t;',
      'for (int i = 1; i < size; i++) {',
      '  t = t > 0 ? t + a[i] : a[i];',
      '  if (t > m) m = t;',
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
      'for (int i = 0; i < size; i++)',
      '  for (int j = 0; j < i; j++)',
      '    for (int h = 0; h < j; h++)',
      '      if (a[i] + a[j] + a[h] == {c}) t++;',
      ...print('t'),
    ],
    'rising-subsequence': [
      'static int t[100000];',
      'int m = 0;',
      ...each(
        't[i] = 1;',
        'for (int j = 0; j < i; j++)',
        '  if (a[j] < a[i] && t[j] + 1 > t[i]) t[i] = t[j] + 1;',
        'if (t[i] > m) m = t[i];',
      ),
      ...print('m'),
    ],
    apart: [
      'long long t = 0, m = 0;',
      ...eachNumber('long long next = t + x > m ? t + x : m;', 't = m;', 'm = next;'),
      ...print('m'),
    ],
    'subset-ways': [
      'static long long t[1000];',
      't[0] = 1;',
      ...eachNumber('for (int h = {c}; h >= x; h--) t[h] += t[h - x];'),
      ...print('t[{c}]'),
    ],
    'floor-walk': ['long long t = 0;', ...eachNumber('t = t + x > 0 ? t + x : 0;'), ...print('t')],
    'closest-pair': [
      SORTED,
      'long long t = size > 1 ? a[1] - a[0] : 0;',
      'for (int i = 2; i < size; i++)',
      '  if (a[i] - a[i - 1] < t) t = a[i] - a[i - 1];',
      ...print('t'),
    ],
    'near-pairs': [
      SORTED,
      'long long t = 0;',
      'int j = 0;',
      ...each('while (a[i] - a[j] > {c}) j++;', 't += i - j;'),
      ...print('t'),
    ],
    affordable: [
      SORTED,
      'long long t = 0, m = 0;',
      ...eachNumber('if (m + x <= {c}) {', '  t++;', '  m += x;', '}'),
      ...print('t'),
    ],
    loads: [
      'long long t = 0, m = {c} + 1;',
      ...eachNumber('if (m + x > {c}) {', '  t++;', '  m = 0;', '}', 'm += x;'),
      ...print('t'),
    ],
    sorted: ['int t = 1;', 'for (int i = 1; i < size; i++)', '  if (a[i - 1] > a[i]) t = 0;', ...yes('t')],
    palindrome: ['int t = 1;', ...each('if (a[i] != a[size - 1 - i]) t = 0;'), ...yes('t')],
    'all-different': [...kinds(SAME), ...yes('t == size')],
    'letter-count': print('strlen(s)'),
    'letters-joined': text('s'),
    'letters-spaced': [
      'for (int i = 0; s[i]; i++) printf("%s%c", i > 0 ? " " : "", s[i]);',
      'printf("\\n");',
    ],
    'letter-kinds': [...kinds(SAME_LETTER, 's[i]'), ...print('t')],
    'letter-mode': [
      ...mode('s', (at) => `s[${at}]`, 'char t = 0;'),
      'if (m > 0) printf("%c\\n", t);',
      'else printf("none\\n");',
    ],
    'first-letter': [
      'char t = s[0];',
      'for (int i = 0; s[i]; i++)',
      '  if (s[i] < t) t = s[i];',
      'if (t) printf("%c\\n", t);',
      'else printf("none\\n");',
    ],
    'letter-mirror': [
      `int size = ${LENGTH}, t = 1;`,
      ...each('if (s[i] != s[size - 1 - i]) t = 0;'),
      ...yes('t'),
    ],
    'letter-different': [...kinds(SAME_LETTER, 's[i]'), ...yes(`t == ${LENGTH}`)],
    'word-count': print('size'),
    'words-spaced': joined(' '),
    'words-dashed': joined('-'),
    'words-listed': each('printf("%s\\n", w[i]);'),
    'longest-word': best('strlen(w[i]) > strlen(t)'),
    'shortest-word': best('strlen(w[i]) < strlen(t)'),
    'first-word': best('strcmp(w[i], t) < 0'),
    'last-word': best('strcmp(w[i], t) > 0'),
    'letter-total': ['int t = 0;', ...each('t += strlen(w[i]);'), ...print('t')],
    'word-kinds': [...kinds('strcmp(w[j], w[i]) == 0'), ...print('t')],
  },
});

const comparison = (name: string, type: string) => [
  `static int ${name}(const void *p, const void *q) {`,
  `  ${type} x = *(const ${type} *)p, y = *(const ${type} *)q;`,
  '  return (x > y) - (x < y);',
  '}',
];

/** Functions that a program begins with if it calls them. */
const FUNCTIONS: Record<string, string[]> = {
  by_value: comparison('by_value', 'long long'),
  by_letter: comparison('by_letter', 'char'),
  by_word: ['static int by_word(const void *p, const void *q) {', '  return strcmp(p, q);', '}'],
  gcd: ['static long long gcd(long long x, long long y) {', '  return y == 0 ? x : gcd(y, x % y);', '}'],
  is_prime: [
    'static int is_prime(long long x) {',
    '  for (long long d = 2; d * d <= x; d++)',
    '    if (x % d == 0) return 0;',
    '  return x > 1;',
    '}',
  ],
  is_square: [
    'static int is_square(long long x) {',
    '  long long d = 0;',
    '  while (d * d < x) d++;',
    '  return d * d == x;',
    '}',
  ],
  has_digit: [
    'static int has_digit(long long x, int d) {',
    '  do {',
    '    if (llabs(x % 10) == d) return 1;',
    '    x /= 10;',
    '  } while (x != 0);',
    '  return 0;',
    '}',
  ],
};

/** Writes a spec as a C17 program. */
export function writeC(spec: Spec): string {
  const text = body(spec);
  const called = Object.entries(FUNCTIONS).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text));
  return [
    ...['ctype', 'stdio', 'stdlib', 'string'].map((header) => `#include <${header}.h>`),
    '',
    ...called.flatMap(([, lines]) => [...lines, '']),
    'int main(void) {',
    ...text
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    '}',
    '',
  ].join('\n');
}
