import { describe, expect, test } from 'vitest';
import { programs } from './run-program.ts';

const ruby = programs('ruby');

async function prints(source: string, ...inputs: string[]): Promise<string[]> {
  const runs = await ruby(source, ...(inputs.length > 0 ? inputs : ['']));
  return runs.map(({ stdout, stderr, exit }) =>
    exit.kind === 'code' && exit.code === 0 ? stdout : `${JSON.stringify(exit)} ${stderr}`,
  );
}

/** The exit code and what was written to the standard error. */
async function ends(source: string): Promise<[unknown, string]> {
  const [run] = await ruby(source, '');
  return [run!.exit.kind === 'code' ? run!.exit.code : run!.exit, run!.stderr];
}

describe('every way in which contest programs read their input', () => {
  test.each([
    ['gets', 'n = gets.to_i\ns = 0\nn.times { s += gets.to_i }\nputs s'],
    ['gets until nil', 'gets\ns = 0\nwhile line = gets\n  s += line.to_i\nend\nputs s'],
    ['STDIN.read', 'puts STDIN.read.split.map(&:to_i).drop(1).sum'],
    ['$stdin.each_line', '$stdin.gets\nputs $stdin.each_line.sum(&:to_i)'],
    ['readlines', 'puts readlines.drop(1).map(&:to_i).sum'],
    ['ARGF', 'puts ARGF.each_line.drop(1).sum(&:to_i)'],
    ['$<', 'puts $<.map(&:to_i)[1..].sum'],
    ['STDIN.each_char', 'puts STDIN.each_char.to_a.join.split.drop(1).sum(&:to_i)'],
    ['read by name', 'puts File.read("/dev/stdin").split.map(&:to_i).drop(1).sum'],
  ])('%s', async (_name, source) => {
    expect(await prints(source, '3\n1\n2\n39\n')).toEqual(['42\n']);
  });
});

describe('every way in which they print', () => {
  test.each([
    ['puts', 'puts 1, [2, 3]', '1\n2\n3\n'],
    ['print and $stdout', 'print 1\n$stdout << 2 << "\\n"\nSTDOUT.write("3\\n")', '12\n3\n'],
    ['printf', 'printf("%05.2f %s\\n", 3.14159, "x")', '03.14 x\n'],
    ['p', 'p "é", :a, nil, 1.0e20, 2**70', '"é"\n:a\nnil\n1.0e+20\n1180591620717411303424\n'],
    ['a heredoc', 'puts <<~TEXT\n  a\n    b\nTEXT', 'a\n  b\n'],
    ['at_exit', 'at_exit { puts 1 }\nat_exit { puts 2 }\nputs 3', '3\n2\n1\n'],
  ])('%s', async (_name, source, printed) => {
    expect(await prints(source)).toEqual([printed]);
  });
});

describe('what a program takes for granted', () => {
  test.each([
    ['that it is the main program', 'puts 1 if __FILE__ == $0', '1\n'],
    ['DATA', 'puts DATA.read\n__END__\nsome data', 'some data\n'],
    [
      'Set, JSON and the standard library',
      'require "json"; require "prime"; require "matrix"\nputs Set[1, 2].size, JSON.parse("[1]")[0], Prime.first(3).sum, Matrix[[1, 2], [3, 4]].determinant',
      '2\n1\n10\n-2\n',
    ],
    [
      'fibers and external enumerators',
      'e = [1, 2].each\nputs e.next + e.next\nputs Fiber.new { 7 }.resume',
      '3\n7\n',
    ],
    [
      'private methods at the top level',
      'def f = 1\nputs self.f\nputs Object.private_method_defined?(:f)',
      '1\ntrue\n',
    ],
    ['top-level variables in a binding', 'x = 5\nputs binding.local_variable_get(:x)', '5\n'],
    ['pattern matching', 'case {a: [1, 2]}\nin {a: [x, *]} then puts x\nend', '1\n'],
    ['refinement of the language by comments', '# frozen_string_literal: true\nputs "a".frozen?', 'true\n'],
  ])('%s', async (_name, source, printed) => {
    expect(await prints(source)).toEqual([printed]);
  });
});

describe('how it ends', () => {
  test('an uncaught error is exit code 1, with the lines of the submission’s file', async () => {
    expect(await ends('def f(x)\n  x / 0\nend\n[1].each { |x| f(x) }')).toEqual([
      1,
      "main.rb:2:in 'Integer#/': divided by 0 (ZeroDivisionError)\n\tfrom main.rb:2:in 'Object#f'\n\tfrom main.rb:4:in 'block in <main>'\n\tfrom main.rb:4:in '<main>'\n",
    ]);
  });

  test.each([
    ['exit 3', 3, ''],
    ['exit!(4)', 4, ''],
    ['exit false', 1, ''],
    ['abort "no"', 1, 'no\n'],
    ['at_exit { exit 7 }', 7, ''],
    ['raise "é"', 1, "main.rb:1:in '<main>': é (RuntimeError)\n"],
  ])('%s', async (source, code, stderr) => {
    expect(await ends(source)).toEqual([code, stderr]);
  });

  test('what was printed before an error is not lost', async () => {
    const [run] = await ruby('print 1\nraise "x"', '');
    expect(run!.stdout).toBe('1');
  });

  test('a program that does not compile is refused with its line, one that is warned of is not', async () => {
    expect(await prints('puts "a" =~ /(?:(a*)*)*b|a/ if (x = 1)')).toEqual(['0\n']);
    await expect(ruby('x = 1\n\nprint(1')).rejects.toThrow(/^main\.rb:3: syntax error/);
  });
});

test('plain methods, blocks of iterators and default blocks of hashes recurse a hundred thousand levels deep', async () => {
  const source = `
def plain(n) = n == 0 ? 0 : 1 + plain(n - 1)
def each(n) = n == 0 ? 0 : [n - 1].each { |m| return 1 + each(m) }
def map(n) = n == 0 ? 0 : 1 + [n - 1].map { |m| map(m) }[0]
def times(n) = n == 0 ? 0 : 1.times { return 1 + times(n - 1) }
def upto(n) = n == 0 ? 0 : 1.upto(1) { |m| return m + upto(n - 1) }
def range(n) = n == 0 ? 0 : (1..1).each { |m| return m + range(n - 1) }
def hash(n) = n == 0 ? 0 : {n => 1}.each { |_, m| return m + hash(n - 1) }
def sum(n) = n == 0 ? 0 : 1 + [n - 1].sum { |m| sum(m) }
def any(n) = n == 0 || [n - 1].any? { |m| any(m) }
def with_index(n) = n == 0 ? 0 : [n - 1].each_with_index { |m, i| return 1 + i + with_index(m) }
def inject(n) = n == 0 ? 0 : [n - 1].inject(1) { |one, m| one + inject(m) }
memo = Hash.new { |h, n| h[n] = n == 0 ? 0 : 1 + h[n - 1] }
down = ->(n) { n == 0 ? 0 : 1 + down.(n - 1) }
p %i[plain each map times upto range hash sum with_index inject].map { |name| send(name, 100_000) }.uniq, any(100_000), memo[100_000], down.(100_000)`;
  expect(await prints(source)).toEqual(['[100000]\ntrue\n100000\n100000\n']);
}, 60_000);

test('recursion without end is an error that a program can rescue, or a run-time error', async () => {
  expect(await prints('def f = f() + 1\nbegin\n  f\nrescue SystemStackError\n  puts "deep"\nend')).toEqual([
    'deep\n',
  ]);
  const [run] = await ruby('def f = [1].sort_by { f }\nf', '');
  expect(run!.exit).not.toEqual({ kind: 'code', code: 0 });
  expect(await prints('puts "fine"')).toEqual(['fine\n']);
});

test('each run is a new interpreter: nothing of the one before is left, and hashes and random numbers are the same', async () => {
  const source =
    'p $seen, Object.const_defined?(:Seen), rand(10**9), "x".hash, File.exist?("seen")\n$seen = 1\nSeen = 1\nFile.write("seen", "")';
  const runs = await prints(source, '', '', '');
  expect(runs[0]).toMatch(/^nil\nfalse\n\d+\n-?\d+\nfalse\n$/);
  expect(runs).toEqual([runs[0], runs[0], runs[0]]);
});

test('threads, processes and compiled gems are not there, and a program can tell', async () => {
  const source = `
def try(name)
  yield
  puts name
rescue NotImplementedError, LoadError
  puts "no #{name}"
end
try(:thread) { Thread.new {} }
try(:fork) { fork }
try(:system) { system("ls") }
try(:backtick) { \`ls\` }
try(:exec) { exec("ls") }
try(:bigdecimal) { require "bigdecimal" }`;
  expect(await prints(source)).toEqual([
    'no thread\nno fork\nno system\nno backtick\nno exec\nno bigdecimal\n',
  ]);
});

test('the bridge to JavaScript leads nowhere', async () => {
  const [run] = await ruby('require "js"\np JS.global', '');
  expect(run!.exit).toEqual({ kind: 'crash', message: expect.stringContaining('called JavaScript') });
});
