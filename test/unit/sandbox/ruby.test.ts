import { describe, expect, test } from 'vitest';
import { printing, programs } from './run-program.ts';

const ruby = programs('ruby');
const prints = printing(ruby);

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

test('plain methods, blocks of iterators and default blocks of hashes recurse twenty thousand levels deep, further than natively', async () => {
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
p %i[plain each map times upto range hash sum with_index inject].map { |name| send(name, 20_000) }.uniq, any(20_000), memo[20_000], down.(20_000)`;
  expect(await prints(source)).toEqual(['[20000]\ntrue\n20000\n20000\n']);
}, 60_000);

test('an iterator gives the same however deep in others it is called', async () => {
  const source = `
a = [3, 1, nil, 2].freeze
b = [[1, 2], [3, 4], [5, 6]]
h = { a: 1, b: 2, c: 3 }
r = 1..5
ways = [
  -> { x = []; a.each { |v| x << v }; b.each { |p, q| x << p * q }; h.each { |k, v| x << k << v }; h.each { |kv| x << kv }; x },
  -> { x = []; a.each_index { |i| x << i }; a.reverse_each { |v| x << v }; h.each_key { |k| x << k }; h.each_value { |v| x << v }; x },
  -> { x = []; b.each_with_index { |(p, q), i| x << [p, q, i] }; h.each_with_index { |(k, v), i| x << [k, v, i] }; x },
  -> { [b.each_with_object([]) { |(p, q), m| m << p + q }, h.each_with_object({}) { |(k, v), m| m[v] = k }] },
  -> { x = []; (1..7).each_slice(3) { |s| x << s }; [x, r.each_slice(2).to_a] },
  -> { [a.map(&:to_s), b.map { |p, q| p + q }, h.map { |k, v| [v, k] }, r.collect { |v| v * v }, b.map(&:sum), a.dup.map!(&:nil?)] },
  -> { [b.flat_map { |p, q| [p, [q]] }, h.flat_map { |k, v| [k] * v }, a.filter_map { |v| v && v * 2 }] },
  -> { [a.select(&:nil?), b.filter { |p, q| p > 1 }, h.select { |k, v| v > 1 }, r.reject(&:even?), h.reject { |k, v| v > 1 }] },
  -> { [r.partition(&:even?), h.partition { |k, v| v > 1 }, r.group_by { |v| v % 2 }, h.group_by { |k, v| v.odd? }] },
  -> { [r.sum, r.sum { |v| v * 2 }, r.sum(10) { |v| v }, ([0.1] * 10).sum { |v| v }, b.sum { |p, q| p * q }, ['a'].sum('') { |v| v }] },
  -> { [r.inject(:+), r.inject { |p, q| p * q }, r.reduce(10) { |p, q| p + q }, [].inject { 1 }, h.inject(0) { |p, (k, v)| p + v }] },
  -> { [a.count, a.count(nil), a.count(&:nil?), h.count { |k, v| v > 1 }, r.count(&:odd?)] },
  -> { [a.any?, a.any?(Integer), a.any? { |v| v == 2 }, h.any? { |k, v| v == 3 }, r.all? { |v| v > 0 }, [].all? { false }, r.none?(9), h.none? { |k, v| v > 5 }] },
  -> { [r.find { |v| v > 3 }, r.detect { |v| v > 9 }, b.find { |p, q| q == 4 }, a.index(2), a.index { |v| v == 2 }, r.find_index(3), b.find_index { |p, q| q == 4 }] },
  -> { [r.min_by { |v| (v - 3).abs }, h.max_by { |k, v| -v }, [].min_by { 1 }, r.max_by(2) { |v| v }] },
  -> { x = []; r.each { |v| x << v }; (1...3).each { |v| x << v }; ('az'..'bc').each { |v| x << v }; (1..).each { |v| v > 3 ? break : x << v }; x },
  -> { x = []; 1.upto(3) { |v| x << v }; 3.downto(1) { |v| x << v }; 'hé'.each_char { |c| x << c }; x },
  -> { s = Set[3, 1, 2]; [s.map { |v| v * 2 }, s.sum { |v| v }, s.any? { |v| v == 2 }, s.min_by { |v| v }] },
  -> { [h.transform_values { |v| v * 2 }, h.fetch(:z) { |k| k.to_s }, h.fetch(:a) { 9 }, h.fetch(:z, 9)] },
  -> { d = { p: 1, q: 2 }; x = []; d.each { |k, v| x << v; d.delete(:q) }; x },
]
shallow = ways.map(&:call)
deep = nil
dig = ->(levels) { levels == 0 ? deep = ways.map(&:call) : [0].each { dig.(levels - 1) } }
dig.(8)
shallow.zip(deep).each_with_index { |(one, other), i| puts "#{i}: #{one} and #{other}" if one != other }
puts shallow.size`;
  expect(await prints(source)).toEqual(['20\n']);
});

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
