import { type BenchPrograms, heavy, type Native } from './workload.ts';

const builtBy = (compiler: string, extension: string, standard: string): Native => ({
  compile: (file, program) => [compiler, '-O2', `-std=${standard}`, '-o', program, file],
  run: (_file, program) => [program],
  extension,
});

const SIEVE = `
static char composite[5000000];
int main(void) {
  const int n = 5000000;
  int count = 0;
  for (int i = 2; i < n; i++) {
    if (composite[i]) continue;
    count++;
    for (long long j = (long long)i * i; j < n; j += i) composite[j] = 1;
  }
  printf("%d\\n", count);
}`;
const LOOP = `
int main(void) {
  unsigned x = 1;
  for (int i = 0; i < 100000000; i++) x = (x * 1103515245u + 12345u) & 0x7fffffffu;
  printf("%u\\n", x);
}`;
const IOSTREAM_ADD =
  '#include <iostream>\nusing namespace std;\nint main() { long long a, b; cin >> a >> b; cout << a + b << "\\n"; }';
const USUAL = [
  ...['iostream', 'vector', 'string', 'algorithm', 'map', 'set', 'queue', 'cmath', 'cstdio', 'numeric'],
].map((header) => `#include <${header}>\n`);

export const C_FAMILY: readonly BenchPrograms[] = [
  {
    language: 'c',
    trivial:
      '#include <stdio.h>\nint main(void) { long long a, b; scanf("%lld %lld", &a, &b); printf("%lld\\n", a + b); }',
    endless: 'int main(void) { for (volatile int i = 0;; i++); }',
    heavy: heavy(
      {
        sieve: `#include <stdio.h>${SIEVE}`,
        map: `#include <stdio.h>
static int counts[200003];
int main(void) {
  long long x = 1;
  int size = 0, most = 0;
  for (int i = 0; i < 1000000; i++) {
    x = x * 16807 % 2147483647;
    counts[x % 200003]++;
  }
  for (int i = 0; i < 200003; i++) {
    size += counts[i] > 0;
    if (counts[i] > most) most = counts[i];
  }
  printf("%d %d\\n", size, most);
}`,
        loop: `#include <stdio.h>${LOOP}`,
      },
      100_000_000,
    ),
    native: builtBy('gcc', '.c', 'c17'),
  },
  {
    language: 'cpp',
    trivial: IOSTREAM_ADD,
    endless: 'int main() { for (volatile int i = 0;; i = i + 1); }',
    heavy: heavy(
      {
        sieve: `#include <cstdio>${SIEVE}`,
        map: `#include <iostream>
#include <map>
#include <algorithm>
int main() {
  std::map<int, int> counts;
  long long x = 1;
  for (int i = 0; i < 1000000; i++) {
    x = x * 16807 % 2147483647;
    counts[x % 200003]++;
  }
  int most = 0;
  for (const auto& [rest, count] : counts) most = std::max(most, count);
  std::cout << counts.size() << " " << most << "\\n";
}`,
        loop: `#include <cstdio>${LOOP}`,
      },
      100_000_000,
    ),
    native: builtBy('g++', '.cpp', 'c++20'),
    compiles: {
      'the usual headers': `${USUAL.join('')}${IOSTREAM_ADD}`,
      'bits/stdc++.h': IOSTREAM_ADD.replace('iostream', 'bits/stdc++.h'),
    },
  },
];
