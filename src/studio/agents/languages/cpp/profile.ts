import type { Profile } from '../../profile.ts';

export const cpp: Profile = {
  language: 'cpp',
  exchange: 'Read with std::cin, print with std::cout.',
  idioms: [
    'the algorithms of the standard library over hand-written loops',
    'vector, map, set, priority_queue',
    'structured bindings and range-for',
  ],
  pitfalls: [
    'int overflows above 2^31: long long for sums and products, and 0LL to begin an accumulate',
    'size() is unsigned, so size() - 1 of an empty vector is huge',
    '/ and % round towards zero, also for negative numbers',
    'an index outside of a vector is not refused',
  ],
  example: `#include <algorithm>
#include <iostream>
#include <numeric>
#include <vector>

int main() {
  int n;
  std::cin >> n;
  std::vector<int> values(n);
  for (int &x : values) std::cin >> x;
  std::sort(values.begin(), values.end());
  // The larger half, the middle value included.
  std::cout << std::accumulate(values.begin() + n / 2, values.end(), 0LL) << '\\n';
}
`,
};
