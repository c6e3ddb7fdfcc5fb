import type { Stdin } from './stdin.ts';
import { bytesOf, type TextBuffer } from './text-buffer.ts';

const STDIN_PATHS = new Set<unknown>([0, '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);
const STDOUT_PATHS = new Set<unknown>([1, '/dev/stdout', '/dev/fd/1']);
const STDERR_PATHS = new Set<unknown>([2, '/dev/stderr', '/dev/fd/2']);

/** The module `fs`: the standard streams by number or name, and no other file. */
export function fileSystem(stdin: Stdin, write: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void) {
  function readFileSync(path: unknown, options?: string | { encoding?: string }): string | TextBuffer {
    if (!STDIN_PATHS.has(path)) throw missing(path);
    const encoding = typeof options === 'string' ? options : options?.encoding;
    const bytes = stdin.takeAll();
    return encoding ? bytes.toString(encoding) : bytes;
  }
  function writeFileSync(path: unknown, data: unknown): void {
    if (STDOUT_PATHS.has(path)) write('stdout', bytesOf(data));
    else if (STDERR_PATHS.has(path)) write('stderr', bytesOf(data));
    else throw missing(path);
  }
  function readSync(_fd: number, buffer: Uint8Array, offset: number | object = 0, length?: number): number {
    const at = typeof offset === 'number' ? offset : 0;
    const part = stdin.take(Math.min(length ?? buffer.length, buffer.length - at));
    buffer.set(part, at);
    return part.length;
  }
  return {
    readFileSync,
    writeFileSync,
    appendFileSync: writeFileSync,
    readSync,
    writeSync(fd: number, data: unknown): number {
      const bytes = bytesOf(data);
      writeFileSync(fd, bytes);
      return bytes.length;
    },
    openSync: (path: unknown): number => (STDIN_PATHS.has(path) ? 0 : raise(missing(path))),
    closeSync(): void {},
    fstatSync: () => ({ size: 0 }),
    existsSync: (path: unknown): boolean => STDIN_PATHS.has(path) || STDOUT_PATHS.has(path),
    createReadStream: (path: unknown): Stdin => (STDIN_PATHS.has(path) ? stdin : raise(missing(path))),
    readFile(path: unknown, options: unknown, callback?: (error: unknown, data?: unknown) => void): void {
      const done = (typeof options === 'function' ? options : callback) as (
        error: unknown,
        data?: unknown,
      ) => void;
      queueMicrotask(() => done(null, readFileSync(path, options as string)));
    },
    promises: { readFile: async (path: unknown, options?: string) => readFileSync(path, options) },
    constants: {},
  };
}

function missing(path: unknown): Error {
  const error = new Error(
    `ENOENT: no such file or directory, open '${path}' (the sandbox has the standard streams only)`,
  );
  return Object.assign(error, { code: 'ENOENT' });
}

function raise(error: Error): never {
  throw error;
}
