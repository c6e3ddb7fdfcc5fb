/** What the judge's benchmark runs in a language. */
export interface BenchPrograms {
  language: string;
  /** Reads two numbers, prints their sum. */
  trivial: string;
  /** Counts the primes below 5,000,000 with a sieve, and prints 348513. */
  sieve: string;
  /** What runs the same on this machine, if it is installed. */
  native: { command: string; args: (file: string) => string[]; extension: string };
}

const node = { command: 'node', args: (file: string) => [file], extension: '.cjs' };

const JAVASCRIPT_ADD =
  "const [a, b] = require('fs').readFileSync(0, 'utf8').split(' ').map(Number);\nconsole.log(a + b);";
const JAVASCRIPT_SIEVE = `const n = 5e6, composite = new Uint8Array(n);
let count = 0;
for (let i = 2; i < n; i++) {
  if (composite[i]) continue;
  count++;
  for (let j = i * i; j < n; j += i) composite[j] = 1;
}
console.log(count);`;

export const PROGRAMS: BenchPrograms[] = [
  {
    language: 'python',
    trivial: 'a, b = map(int, input().split())\nprint(a + b)',
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
    native: { command: 'python3', args: (file) => [file], extension: '.py' },
  },
  { language: 'javascript', trivial: JAVASCRIPT_ADD, sieve: JAVASCRIPT_SIEVE, native: node },
  { language: 'javascript-strict', trivial: JAVASCRIPT_ADD, sieve: JAVASCRIPT_SIEVE, native: node },
  {
    language: 'typescript',
    trivial: JAVASCRIPT_ADD.replace('[a, b]', '[a, b]: number[]'),
    sieve: JAVASCRIPT_SIEVE,
    native: node,
  },
  {
    language: 'lua',
    trivial: 'print(io.read("n") + io.read("n"))',
    sieve: `local n, count, composite = 5000000, 0, {}
for i = 1, n do composite[i] = false end
for i = 2, n - 1 do
  if not composite[i] then
    count = count + 1
    for j = i * i, n - 1, i do composite[j] = true end
  end
end
print(count)`,
    native: { command: 'lua5.4', args: (file) => [file], extension: '.lua' },
  },
];
