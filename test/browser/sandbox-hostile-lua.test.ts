import { attacks } from './hostile/attack.ts';

attacks('lua', { source: 'print(io.read("n") + io.read("n"))' }, [
  { name: 'starts no process', source: 'print(os.execute, io.popen)', ends: 'well', prints: /^nil\tnil\n$/ },
  {
    name: 'finds no JavaScript among the globals',
    source:
      'local n = 0 for k in pairs(_G) do n = n + 1 end\nprint(n, js, Module, fetch, package.loadlib("x", "*"))',
    ends: 'well',
    prints: /^\d+\tnil\tnil\tnil\tnil\t/,
  },
  {
    name: 'has no sockets to load',
    source: 'print(pcall(require, "socket"))\nprint(pcall(require, "socket.http"))',
    ends: 'well',
    prints: /^false\t.*\nfalse\t/s,
  },
  {
    name: 'writes no file',
    source:
      'local n = 0\nfor _, p in ipairs{"x", "/x", "/tmp/x", "/dev/x", "/dev/shm/x", "/home/x"} do if io.open(p, "w") or io.open(p, "a") then n = n + 1 end end\nprint(n, pcall(os.tmpname), io.tmpfile())',
    ends: 'any',
    prints: /^(0\t|$)/,
  },
  {
    name: 'reads nothing of the machine',
    source:
      'for _, p in ipairs{"/etc/passwd", "/proc/self/environ", "../package.json", "/dev/kmsg"} do print(io.open(p)) end\nprint(os.getenv("PATH"), os.getenv("TOKEN"))',
    ends: 'well',
    prints: /^(nil\t[^\n]*No such file[^\n]*\n){4}/,
  },
  {
    name: 'takes memory in one string until the limit',
    source: 'local s = ("x"):rep(2^30)\nprint(#s)',
    ends: 'memory',
  },
  {
    name: 'takes memory in tables, catching the error, until it gives up',
    source:
      'local t = {}\nwhile true do local ok = pcall(function() for i = 1, 1e6 do t[#t + 1] = {} end end) if not ok then error("full") end end',
    ends: 'badly',
  },
  {
    name: 'loops with every error caught until the time is up',
    source: 'while true do pcall(error) end',
    ends: 'time',
  },
  {
    name: 'hides a loop in the matcher of patterns until the time is up',
    source: 'print((("a"):rep(200000)):find((".-"):rep(60) .. "b"))',
    ends: 'time',
  },
  {
    name: 'floods the output until the limit',
    source: 'while true do io.write(("x"):rep(1e5)) end',
    ends: 'output',
  },
  {
    name: 'floods the error output until the limit',
    source: 'while true do io.stderr:write(("x"):rep(1e3)) end',
    ends: 'output',
  },
  {
    name: 'breaks its own interpreter with forged bytecode, and no other',
    source:
      'local code = string.dump(function(a) local b = a return b end)\nfor i = 1, 3000 do\n  local at = 40 + i % (#code - 40)\n  local forged = code:sub(1, at - 1) .. string.char((i * 37) % 256) .. code:sub(at + 1)\n  local f = load(forged, "x", "b")\n  if f then pcall(f, i) end\nend',
    ends: 'any',
  },
  {
    name: 'overflows the stack through nested pattern functions and coroutines',
    source:
      'local function f() return coroutine.wrap(function() return ("x"):gsub("x", f) end)() end\nprint(pcall(f))',
    ends: 'any',
    prints: /^(false\t.*overflow.*\n)?$/,
  },
  {
    name: 'nests brackets until the compiler refuses',
    source: `x = ${'('.repeat(100_000)}1${')'.repeat(100_000)}`,
    ends: 'refused',
  },
  {
    name: 'loops in a finaliser when the state is left',
    source: 'setmetatable({}, { __gc = function() while true do end end })\nos.exit(0, true)',
    ends: 'time',
  },
  {
    name: 'starts threads without end until the limit',
    source:
      'local t = {}\nwhile true do t[#t + 1] = coroutine.create(function() end) coroutine.resume(t[#t]) end',
    ends: 'memory',
  },
]);
