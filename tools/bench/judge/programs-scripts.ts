import { type BenchPrograms, heavy, type Native } from './workload.ts';

const readBy = (command: string, extension: string): Native => ({
  run: (file) => [command, file],
  extension,
});

const python: BenchPrograms = {
  language: 'python',
  trivial: 'a, b = map(int, input().split())\nprint(a + b)',
  endless: 'while True: pass',
  heavy: heavy(
    {
      sieve: `def main():
    n = 5_000_000
    composite = bytearray(n)
    count = 0
    for i in range(2, n):
        if composite[i]: continue
        count += 1
        for j in range(i * i, n, i): composite[j] = 1
    print(count)
main()`,
      map: `def main():
    counts = {}
    x = 1
    for i in range(1_000_000):
        x = x * 16807 % 2147483647
        counts[x % 200003] = counts.get(x % 200003, 0) + 1
    print(len(counts), max(counts.values()))
main()`,
      loop: `def main():
    x = 1
    for i in range(10_000_000): x = (x * 1103515245 + 12345) & 0x7fffffff
    print(x)
main()`,
    },
    10_000_000,
  ),
  native: readBy('python3', '.py'),
};

const JAVASCRIPT_ADD =
  "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a + b);";
const javascriptHeavy = (steps: 10_000_000 | 100_000_000): BenchPrograms['heavy'] =>
  heavy(
    {
      sieve: `const n = 5e6, composite = new Uint8Array(n);
let count = 0;
for (let i = 2; i < n; i++) {
  if (composite[i]) continue;
  count++;
  for (let j = i * i; j < n; j += i) composite[j] = 1;
}
console.log(count);`,
      map: `const counts = new Map();
let x = 1, most = 0;
for (let i = 0; i < 1e6; i++) {
  x = (x * 16807) % 2147483647;
  counts.set(x % 200003, (counts.get(x % 200003) ?? 0) + 1);
}
for (const count of counts.values()) most = Math.max(most, count);
console.log(counts.size + ' ' + most);`,
      loop: `let x = 1;
for (let i = 0; i < ${steps}; i++) x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff;
console.log(x);`,
    },
    steps,
  );

const javascript: BenchPrograms = {
  language: 'javascript',
  trivial: JAVASCRIPT_ADD,
  endless: 'for (;;);',
  heavy: javascriptHeavy(100_000_000),
  native: readBy('node', '.cjs'),
};

const lua: BenchPrograms = {
  language: 'lua',
  trivial: 'print(io.read("n") + io.read("n"))',
  endless: 'while true do end',
  heavy: heavy(
    {
      sieve: `local n, count, composite = 5000000, 0, {}
for i = 1, n do composite[i] = false end
for i = 2, n - 1 do
  if not composite[i] then
    count = count + 1
    for j = i * i, n - 1, i do composite[j] = true end
  end
end
print(count)`,
      map: `local counts, x, n, most = {}, 1, 0, 0
for i = 1, 1000000 do
  x = x * 16807 % 2147483647
  counts[x % 200003] = (counts[x % 200003] or 0) + 1
end
for _, count in pairs(counts) do n = n + 1 most = math.max(most, count) end
print(n .. " " .. most)`,
      loop: `local x = 1
for i = 1, 10000000 do x = (x * 1103515245 + 12345) & 0x7fffffff end
print(x)`,
    },
    10_000_000,
  ),
  native: readBy('lua5.4', '.lua'),
};

const ruby: BenchPrograms = {
  language: 'ruby',
  trivial: 'puts gets.split.sum(&:to_i)',
  endless: 'loop {}',
  heavy: heavy(
    {
      sieve: `n = 5_000_000
composite = Array.new(n, false)
count = 0
i = 2
while i < n
  unless composite[i]
    count += 1
    j = i * i
    while j < n
      composite[j] = true
      j += i
    end
  end
  i += 1
end
puts count`,
      map: `counts = Hash.new(0)
x = 1
1_000_000.times do
  x = x * 16807 % 2147483647
  counts[x % 200003] += 1
end
puts "#{counts.size} #{counts.values.max}"`,
      loop: `x = 1
i = 0
while i < 10_000_000
  x = (x * 1103515245 + 12345) & 0x7fffffff
  i += 1
end
puts x`,
    },
    10_000_000,
  ),
  native: readBy('ruby', '.rb'),
};

export const SCRIPTS: readonly BenchPrograms[] = [
  python,
  javascript,
  { ...javascript, language: 'javascript-strict', heavy: javascriptHeavy(10_000_000) },
  {
    ...javascript,
    language: 'typescript',
    trivial: JAVASCRIPT_ADD.replace('[a, b]', '[a, b]: number[]'),
  },
  lua,
  ruby,
];
