import type { LuaWasm } from 'wasmoon';
import type { Output } from '../output.ts';
import { connectStreams } from './streams.ts';

/** How the program ended; `memory`: Lua had no more to give. */
export interface Ending {
  code: number;
  memory: boolean;
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
  { source, file }: { source: string; file: string },
  stdin: Uint8Array,
  output: Output,
): Ending {
  connectStreams(lua, stdin, output);
  const state = lua.luaL_newstate();
  const ending = outcome(() => {
    lua.luaL_openlibs(state);
    for (const [library, name] of PROCESSES) remove(lua, state, library, name);
    lua.lua_getglobal(state, 'debug');
    lua.lua_getfield(state, -1, 'traceback');
    const status = load(lua, state, source, file) || lua.lua_pcallk(state, 0, 0, -2, 0, null);
    if (status === OK) return { code: 0, memory: false };
    const message = lua.luaL_tolstring(state, -1, null);
    flush(lua);
    output.write('stderr', new TextEncoder().encode(`${tidy(message)}\n`));
    return { code: 1, memory: status === ERRMEM };
  });
  flush(lua);
  return ending;
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
