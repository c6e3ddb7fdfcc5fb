import type { Profile } from '../../profile.ts';

export const c: Profile = {
  language: 'c',
  exchange: 'Read with scanf, print with printf.',
  idioms: [
    'arrays of a fixed size and plain loops',
    'qsort with a comparison of its own',
    'bits: shifts, masks and unsigned arithmetic',
  ],
  pitfalls: [
    'int overflows above 2^31: long long and %lld for sums and products',
    'arrays begin at 0 and end at n - 1; nothing stops a write behind them',
    'local variables hold anything until they are set',
    '/ and % round towards zero, also for negative numbers',
    'a string needs room for its final 0',
  ],
  example: `#include <stdio.h>
#include <stdlib.h>

static int compare(const void *p, const void *q) {
  int a = *(const int *)p, b = *(const int *)q;
  return (a > b) - (a < b);
}

int main(void) {
  int n;
  if (scanf("%d", &n) != 1) return 1;
  int *values = malloc(n * sizeof *values);
  for (int i = 0; i < n; i++) scanf("%d", &values[i]);
  qsort(values, n, sizeof *values, compare);
  /* The larger half, the middle value included. */
  long long sum = 0;
  for (int i = n / 2; i < n; i++) sum += values[i];
  printf("%lld\\n", sum);
  free(values);
}
`,
};
