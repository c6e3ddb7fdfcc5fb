import { attacks } from './hostile/attack.ts';

attacks(
  'cpp',
  {
    source: '#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b << "\\n"; }',
  },
  [
    {
      name: 'includes itself without end',
      source: '#include __FILE__\nint main() {}',
      ends: 'refused',
      refusal: /nested too deeply/,
    },
    {
      name: 'makes types without end',
      source:
        'template <int n> struct A { static const int x = A<n + 1>::x; };\nint main() { return A<0>::x; }',
      ends: 'refused',
      refusal: /recursive template instantiation|call stack size exceeded/,
    },
    {
      name: 'loops while it is compiled',
      source: 'constexpr int f() { for (;;); }\nconstexpr int x = f();\nint main() { return x; }',
      ends: 'refused',
    },
    {
      name: 'nests brackets until the compiler refuses',
      source: `int x = ${'('.repeat(50_000)}1${')'.repeat(50_000)};\nint main() {}`,
      ends: 'refused',
    },
    {
      name: 'turns off what compiles it by pragmas, and links what is not there',
      source:
        '#pragma comment(lib, "socket")\n#pragma clang module import x\n#pragma GCC system_header\n#pragma clang diagnostic ignored "-Weverything"\nint main() { nothing(); }',
      ends: 'refused',
    },
    {
      name: 'reads nothing of the machine through the file system library',
      source: `#include <filesystem>
#include <iostream>
namespace fs = std::filesystem;
int main() {
  std::error_code e;
  for (auto root : {"/etc", "/proc", "/home", "/root", "..", "/usr"})
    for (auto& entry : fs::directory_iterator(root, e)) std::cout << entry.path();
}`,
      ends: 'any',
      prints: /^$/,
    },
    {
      name: 'starts threads',
      source: '#include <thread>\nint main() { std::thread t([] { for (;;); }); t.join(); }',
      ends: 'any',
      prints: /^$/,
    },
    {
      name: 'takes memory through the library until the limit',
      source:
        '#include <vector>\n#include <string>\nint main() { std::vector<std::string> v; for (;;) v.emplace_back(1000000, 1); }',
      ends: 'memory',
    },
    {
      name: 'takes memory and swallows every error until the time is up',
      source:
        '#include <vector>\nint main() { std::vector<char*> v; for (;;) try { v.push_back(new char[1 << 20]()); } catch (...) {} }',
      ends: 'any',
      prints: /^$/,
    },
    {
      name: 'throws out of what cleans up',
      source:
        'struct A { ~A() noexcept(false) { throw 1; } };\nint main() { try { A a; throw 2; } catch (...) {} }',
      ends: 'badly',
    },
    {
      name: 'loops before main until the time is up',
      source: 'struct A { A() { for (volatile int i = 0;; i = i + 1); } } a;\nint main() {}',
      ends: 'time',
    },
    {
      name: 'finds no other submission, and nothing of the answer, in memory that it did not write',
      source: `#include <cstdio>
#include <cstdlib>
int main() {
  long found = 0;
  for (int i = 0; i < 32; i++) {
    auto p = (const unsigned char*)malloc(1 << 20);
    for (int j = 64; j < (1 << 20); j++) found += p[j] != 0;
  }
  std::printf("%ld\\n", found);
}`,
      ends: 'well',
      prints: /^0\n$/,
    },
  ],
);
