import { attacks } from './hostile/attack.ts';

/** Runs each call and prints the names of those that did not fail. */
const trying = (calls: Record<string, string>): string =>
  [
    'url = gets.chomp',
    'def attempt(name)',
    '  yield',
    '  puts name',
    'rescue Exception',
    'end',
    ...Object.entries(calls).map(([name, call]) => `attempt(${JSON.stringify(name)}) { ${call} }`),
  ].join('\n');

attacks('ruby', { source: 'puts gets.split.sum(&:to_i)' }, [
  {
    name: 'reaches no server',
    source: trying({
      socket: 'require "socket"; TCPSocket.new("127.0.0.1", url[/\\d+$/].to_i)',
      http: 'require "net/http"; Net::HTTP.get(URI(url))',
      open: 'require "open-uri"; URI.open(url).read',
      openssl: 'require "openssl"; OpenSSL::SSL::SSLSocket.open("127.0.0.1", 443)',
    }),
    ends: 'well',
    prints: /^$/,
  },
  {
    name: 'finds nothing at the other end of the bridge to JavaScript',
    source: 'require "js"\nJS.global[:fetch].apply(gets)',
    ends: 'crash',
    prints: /^$/,
  },
  {
    name: 'makes no JavaScript out of text',
    source: 'require "js"\nbegin\n  JS.eval("postMessage(1)")\nrescue Exception\nend\nputs "rescued"',
    ends: 'crash',
    prints: /^$/,
  },
  {
    name: 'starts no process',
    source: trying({
      system: 'system("ls")',
      backtick: '`ls`',
      exec: 'exec("ls")',
      spawn: 'Process.spawn("ls")',
      popen: 'IO.popen(["ls"])',
      fork: 'fork {}',
      thread: 'Thread.new {}',
      kill: 'Process.kill(:KILL, Process.ppid)',
    }),
    ends: 'well',
    prints: /^$/,
  },
  {
    name: 'reads nothing of the machine, and no other submission',
    source: trying({
      passwd: 'File.read("/etc/passwd")',
      proc: 'File.read("/proc/self/environ")',
      above: 'File.read("../package.json")',
      token: 'ENV.fetch("PATH")',
      seen: 'File.read("/seen")',
    }).concat('\nFile.write("/seen", "x")\nputs Dir.children("/").size'),
    ends: 'well',
    prints: /^\d\n$/,
  },
  {
    name: 'takes memory in one string until the limit',
    source: 's = "x" * 2**30\nputs s.size',
    ends: 'memory',
  },
  {
    name: 'takes memory piece by piece until the limit',
    source: 'x = []\nloop { x << ("x" * 10**5 + x.size.to_s) }',
    ends: 'memory',
  },
  {
    name: 'takes memory piece by piece, catching every error',
    source: 'x = []\nloop do\n  x << [x.size] * 1000\nrescue NoMemoryError\nend',
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'fills the disk until it is full',
    source:
      'begin\n  File.open("big", "w") { |f| loop { f.write("x" * 2**20); f.flush } }\nrescue SystemCallError => e\n  puts e.class\nend',
    ends: 'well',
    prints: /^Errno::ENOSPC\n$/,
  },
  {
    name: 'opens files until there are no more',
    source:
      'x = []\nbegin\n  loop { x << File.open("f", "w") }\nrescue SystemCallError => e\n  puts e.class\nend',
    ends: 'well',
    prints: /^Errno::EMFILE\n$/,
  },
  {
    name: 'writes far beyond the end of a file',
    source:
      'begin\n  File.open("f", "w") { |f| f.seek(2**40); f.write("x"); f.flush }\nrescue SystemCallError => e\n  puts e.class\nend',
    ends: 'any',
    prints: /^(Errno::\w+\n)?$/,
  },
  {
    name: 'loops with every error rescued until the time is up',
    source: 'begin\n  loop { }\nrescue Exception\n  retry\nensure\n  loop { }\nend',
    ends: 'time',
  },
  {
    name: 'hides a loop in a regular expression until the time is up',
    source: 'loop { ("a" * 60) =~ /(a?){60}a{60}b/ }',
    ends: 'time',
  },
  { name: 'sleeps until the time is up', source: 'sleep', ends: 'any', prints: /^$/ },
  {
    name: 'raises without end when it is left',
    source: 'at_exit { loop { begin; exit; rescue SystemExit; end } }\nexit',
    // On a quick machine the interpreter's own stack is full first.
    ends: ['time', 'crash'],
  },
  { name: 'floods the output until the limit', source: 'loop { puts "x" * 1000 }', ends: 'output' },
  {
    name: 'floods the error output until the limit, rescuing everything',
    source: 'loop do\n  STDERR.write("x" * 1000)\nrescue Exception\nend',
    ends: 'output',
  },
  {
    name: 'recurses without end through what goes through C',
    source: 'def f = [2, 1].sort { f }\nf',
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'recurses without end, rescuing what it overflows',
    source: 'def f\n  f\nrescue SystemStackError\n  f\nend\nf',
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'breaks its own interpreter with forged bytecode, and no other',
    source: `
code = RubyVM::InstructionSequence.compile('1 + 1').to_binary
3000.times do |i|
  forged = code.dup
  forged.setbyte(20 + (i * 7919) % (code.bytesize - 20), i % 256)
  RubyVM::InstructionSequence.load_from_binary(forged).eval
rescue Exception
end`,
    ends: 'any',
  },
  {
    name: 'tampers with what its harness uses',
    source: `
class << Process
  def exit!(*) = nil
end
class IO
  def flush = raise('no')
  def write(*) = nil
end
class << QuartetHarness
  def attempt = yield
end
module Kernel
  def eval(*) = nil
end
puts 'AC'`,
    ends: 'any',
    prints: /^(AC\n)?$/,
  },
  {
    name: 'says that it had too little memory, which harms itself alone',
    source: 'Process.exit!(1 << 16)',
    ends: 'memory',
  },
  {
    name: 'starts fibers without end until the limit',
    source: 'x = []\nloop { x << Fiber.new { Fiber.yield }; x[-1].resume }',
    ends: 'any',
    prints: /^$/,
  },
  {
    name: 'nests brackets until the compiler refuses',
    source: `x = ${'('.repeat(4000)}1${')'.repeat(4000)}`,
    ends: 'any',
  },
]);
