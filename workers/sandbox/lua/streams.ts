import type { LuaWasm } from 'wasmoon';
import type { Output } from '../output.ts';
import type { FileSystem, Stream } from './disk.ts';

interface StreamOperations {
  read(stream: unknown, buffer: Uint8Array, offset: number, length: number): number;
  write(stream: unknown, buffer: Uint8Array, offset: number, length: number): number;
}

/** Connects C's standard streams with a run's input, `read` at most so many bytes at a time, and its output. */
export function connectStreams(lua: LuaWasm, take: (size: number) => Uint8Array, output: Output): void {
  const { streams } = lua.module.FS as unknown as FileSystem;
  const read: StreamOperations['read'] = (_stream, buffer, offset, length) => {
    const part = take(length);
    buffer.set(part, offset);
    return part.length;
  };
  // Past the output limit the host ends the worker; until then nothing more is taken.
  const writeTo =
    (name: 'stdout' | 'stderr'): StreamOperations['write'] =>
    (_stream, buffer, offset, length) => {
      output.write(name, new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length));
      return length;
    };
  steer(streams[0]!, { read });
  steer(streams[1]!, { write: writeTo('stdout') });
  steer(streams[2]!, { write: writeTo('stderr') });
}

/** `tty` gone, C buffers the stream in whole blocks. */
function steer(stream: Stream, changed: Partial<StreamOperations>): void {
  const entry = Object.entries(stream).find(
    ([, value]) => typeof (value as StreamOperations | null)?.write === 'function',
  )!;
  stream[entry[0]] = { ...(entry[1] as StreamOperations), ...changed };
  stream['tty'] = null;
}
