import type { LuaWasm } from 'wasmoon';
import type { FilesOfRun } from '../../../src/sandbox/protocol.ts';
import type { Output } from '../output.ts';
import type { PipedInput } from '../piped-input.ts';
import { Disk } from './disk.ts';
import { connectStreams } from './streams.ts';

/** How the program ended; `memory`: Lua had no more to give. */
export interface Ending {
  code: number;
  memory: boolean;
}

export interface LuaProgram {
  source: string;
  /** How messages name it. */
  file: string;
  /** Files beside it. */
  files: Readonly<Record<string, string>>;
}

export interface LuaRun {
  stdin: Uint8Array;
  /** In place of `stdin`. */
  pipe: PipedInput | null;
  argv: readonly string[];
  /** Without them the program can write none. */
  files: FilesOfRun | null;
}

/** Bytes of memory that an interpreter has before its program. */
export const baselineOf = (lua: LuaWasm): number => lua.module.HEAPU8.length;

/** The compile error's text, `main.lua:3: …`, or null. */
export function check(lua: LuaWasm, source: string, file: string): string | null {
  const state = lua.luaL_newstate();
  const status = load(lua, state, source, file);
  const error = status === OK ? null : lua.luaL_tolstring(state, -1, null);
  lua.lua_close(state);
  return error;
}

const OK = 0;
const ERRMEM = 4;
/** Where `debug.traceback` stands on the stack while the program runs. */
const TRACEBACK = 2;
/** What would start a process; under Node it would. */
const PROCESSES = [
  ['os', 'execute'],
  ['io', 'popen'],
] as const;

/**
 * Runs the program in a fresh interpreter, which is of no use afterwards. The program sees Lua's standard
 * libraries and nothing of JavaScript: none of wasmoon's bridges is installed.
 */
export function execute(
  lua: LuaWasm,
  program: LuaProgram,
  { stdin, pipe, argv, files }: LuaRun,
  output: Output,
): Ending {
  let left = stdin;
  const take = (size: number): Uint8Array => {
    if (pipe) return pipe.readSync(size);
    const part = left.subarray(0, size);
    left = left.subarray(part.length);
    return part;
  };
  connectStreams(lua, take, output);
  const disk = new Disk(lua);
  disk.prepare(program.files, files);
  const state = lua.luaL_newstate();
  const ending = outcome(() => {
    lua.luaL_openlibs(state);
    for (const [library, name] of PROCESSES) remove(lua, state, library, name);
    lua.lua_getglobal(state, 'debug');
    lua.lua_getfield(state, -1, 'traceback');
    setArguments(lua, state, program.file, argv);
    const status = load(lua, state, program.source, program.file) || call(lua, state, argv);
    if (status === OK) return { code: 0, memory: false };
    const message = lua.luaL_tolstring(state, -1, null);
    flush(lua);
    output.write('stderr', new TextEncoder().encode(`${tidy(message)}\n`));
    return { code: 1, memory: status === ERRMEM };
  });
  flush(lua);
  for (const name of files?.wanted ?? []) disk.send(name, output);
  return ending;
}

/** The global `arg`, as Lua's own command line makes it. */
function setArguments(lua: LuaWasm, state: number, file: string, argv: readonly string[]): void {
  lua.lua_createtable(state, argv.length, 1);
  for (const [i, text] of [file, ...argv].entries()) {
    lua.lua_pushstring(state, text);
    lua.lua_rawseti(state, -2, BigInt(i));
  }
  lua.lua_setglobal(state, 'arg');
}

/** Calls the chunk on top of the stack. */
function call(lua: LuaWasm, state: number, argv: readonly string[]): number {
  for (const text of argv) lua.lua_pushstring(state, text);
  return lua.lua_pcallk(state, argv.length, 0, TRACEBACK, 0, null);
}

function remove(lua: LuaWasm, state: number, library: string, name: string): void {
  lua.lua_getglobal(state, library);
  lua.lua_pushnil(state);
  lua.lua_setfield(state, -2, name);
  lua.lua_pop(state, 1);
}

/** `os.exit` unwinds everything by an exception of Emscripten's. */
function outcome(run: () => Ending): Ending {
  try {
    return run();
  } catch (error) {
    const { name, status } = error as { name?: string; status?: number };
    if (name === 'ExitStatus' && status !== undefined) return { code: status & 0xff, memory: false };
    throw error;
  }
}

/** Text only: Lua does not check precompiled chunks, and a forged one reaches all of its memory. */
function load(lua: LuaWasm, state: number, source: string, file: string): number {
  const bytes = new TextEncoder().encode(source.replace(/^\uFEFF/, '').replace(/^#[^\n]*/, ''));
  const at = lua.module._malloc(bytes.length + 1);
  lua.module.HEAPU8.set(bytes, at);
  const status = lua.luaL_loadbufferx(state, at, bytes.length, `@${file}`, 't');
  lua.module._free(at);
  return status;
}

function flush(lua: LuaWasm): void {
  (lua.module as unknown as { _fflush(stream: number): void })._fflush(0);
}

/** The message and its stack with each level as ` at main.lua:3: …`, without those that are C. */
function tidy(message: string): string {
  return message
    .split('\n')
    .filter((line) => line !== 'stack traceback:' && !/^\t\[C\]/.test(line))
    .map((line) => line.replace(/^\t/, '    at '))
    .join('\n');
}
