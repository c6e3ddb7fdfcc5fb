import type { LuaWasm } from 'wasmoon';
import type { Output } from '../output.ts';

const O_ACCMODE = 3;
const O_CREAT = 64;
const EROFS = 69;

interface StreamOperations {
  read(stream: unknown, buffer: Uint8Array, offset: number, length: number): number;
  write(stream: unknown, buffer: Uint8Array, offset: number, length: number): number;
}

/** Emscripten's file system, as far as it is steered here; its build shortens most of its other names. */
interface FileSystem {
  streams: Record<string, unknown>[];
  open(path: string, flags: number, ...rest: unknown[]): unknown;
  stat(path: string): unknown;
}

/**
 * Connects C's standard streams with a run's input and output, and makes the file system read-only: its files
 * would be JavaScript's memory, which no limit holds.
 */
export function connectStreams(lua: LuaWasm, stdin: Uint8Array, output: Output): void {
  const files = lua.module.FS as unknown as FileSystem;
  let left = stdin;
  const read: StreamOperations['read'] = (_stream, buffer, offset, length) => {
    const part = left.subarray(0, length);
    buffer.set(part, offset);
    left = left.subarray(part.length);
    return part.length;
  };
  // Past the output limit the host ends the worker; until then nothing more is taken.
  const writeTo =
    (name: 'stdout' | 'stderr'): StreamOperations['write'] =>
    (_stream, buffer, offset, length) => {
      output.write(name, new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length));
      return length;
    };
  steer(files.streams[0]!, { read });
  steer(files.streams[1]!, { write: writeTo('stdout') });
  steer(files.streams[2]!, { write: writeTo('stderr') });
  denyWriting(files);
}

/** `tty` gone, C buffers the stream in whole blocks. */
function steer(stream: Record<string, unknown>, changed: Partial<StreamOperations>): void {
  const entry = Object.entries(stream).find(
    ([, value]) => typeof (value as StreamOperations | null)?.write === 'function',
  )!;
  stream[entry[0]] = { ...(entry[1] as StreamOperations), ...changed };
  stream['tty'] = null;
}

function denyWriting(files: FileSystem): void {
  const ErrnoError = errnoErrorOf(files);
  const open = files.open.bind(files);
  files.open = (path, flags, ...rest) => {
    if (typeof flags === 'number' && flags & (O_ACCMODE | O_CREAT)) throw new ErrnoError(EROFS);
    return open(path, flags, ...rest);
  };
}

/** C's error numbers are thrown as a class that is known by no lasting name. */
function errnoErrorOf(files: FileSystem): new (errno: number) => Error {
  try {
    files.stat('/no such file');
  } catch (error) {
    return (error as object).constructor as new (
      errno: number,
    ) => Error;
  }
  throw new Error('The file system holds what nobody put there.');
}
