import { Emitter } from './emitter.ts';
import type { EventLoop } from './event-loop.ts';
import type { Files } from './files.ts';
import { Stdin } from './stdin.ts';
import { bytesOf, type TextBuffer } from './text-buffer.ts';
import { WholeInput } from './whole-input.ts';

const STDIN_PATHS = new Set<unknown>([0, '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);
const STDOUT_PATHS = new Set<unknown>([1, '/dev/stdout', '/dev/fd/1']);
const STDERR_PATHS = new Set<unknown>([2, '/dev/stderr', '/dev/fd/2']);

type Callback = (error: unknown, data?: unknown) => void;

/** The module `fs`: the standard streams by number or name, and the problem's files where it has some. */
export function fileSystem(
  stdin: Stdin,
  write: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void,
  files: Files | null,
  loop: EventLoop,
) {
  const missing = (path: unknown): Error =>
    noSuchFile(path, files ? 'the standard streams and the problem’s files' : 'the standard streams only');
  function readFileSync(path: unknown, options?: string | { encoding?: string }): string | TextBuffer {
    const bytes = STDIN_PATHS.has(path) ? stdin.takeAll() : (files?.read(path) ?? raise(missing(path)));
    const encoding = typeof options === 'string' ? options : options?.encoding;
    return encoding ? bytes.toString(encoding) : bytes;
  }
  function writeFileSync(path: unknown, data: unknown, options?: { flag?: string }): void {
    if (STDOUT_PATHS.has(path)) write('stdout', bytesOf(data));
    else if (STDERR_PATHS.has(path)) write('stderr', bytesOf(data));
    else if (!files) throw missing(path);
    else if (options?.flag?.startsWith('a')) files.append(path, data);
    else files.write(path, data);
  }
  function readSync(
    fd: number,
    buffer: Uint8Array,
    offset: number | object = 0,
    length?: number,
    position: number | null = null,
  ): number {
    const at = typeof offset === 'number' ? offset : 0;
    const size = Math.min(length ?? buffer.length, buffer.length - at);
    const part = STDIN_PATHS.has(fd) ? stdin.take(size) : files?.readPart(fd, size, position);
    if (!part) throw missing(fd);
    buffer.set(part, at);
    return part.length;
  }
  function appendFileSync(path: unknown, data: unknown): void {
    writeFileSync(path, data, { flag: 'a' });
  }
  function readFile(path: unknown, options: unknown, callback?: Callback): void {
    const done = (typeof options === 'function' ? options : callback) as Callback;
    answer(done, () => readFileSync(path, options as string));
  }
  function writeFile(path: unknown, data: unknown, options: unknown, callback?: Callback): void {
    answer((typeof options === 'function' ? options : callback) as Callback, () => writeFileSync(path, data));
  }
  function answer(done: Callback, work: () => unknown): void {
    loop.later(() => {
      let result: unknown;
      try {
        result = work();
      } catch (error) {
        return done(error);
      }
      done(null, result);
    }, 0);
  }
  return {
    readFileSync,
    writeFileSync,
    appendFileSync,
    readSync,
    writeSync(fd: number, data: unknown): number {
      const bytes = bytesOf(data);
      writeFileSync(fd, bytes);
      return bytes.length;
    },
    openSync: (path: unknown, flags?: unknown): number =>
      STDIN_PATHS.has(path) ? 0 : (files?.open(path, flags) ?? raise(missing(path))),
    closeSync: (fd: unknown): void => files?.close(fd),
    fstatSync: () => ({ size: 0 }),
    mkdirSync(): void {},
    readdirSync: (path: unknown): string[] => files?.list(path) ?? [],
    existsSync: (path: unknown): boolean =>
      STDIN_PATHS.has(path) || STDOUT_PATHS.has(path) || files?.has(path) === true || !!files?.list(path),
    createReadStream: (path: unknown): Stdin =>
      STDIN_PATHS.has(path)
        ? stdin
        : new Stdin(new WholeInput(files?.read(path) ?? raise(missing(path))), loop),
    createWriteStream(path: unknown) {
      writeFileSync(path, '');
      return Object.assign(new Emitter(), {
        write(chunk: unknown): boolean {
          appendFileSync(path, chunk);
          return true;
        },
        end(chunk?: unknown): void {
          if (chunk !== undefined && typeof chunk !== 'function') appendFileSync(path, chunk);
        },
      });
    },
    readFile,
    writeFile,
    promises: {
      readFile: async (path: unknown, options?: string) => readFileSync(path, options),
      writeFile: async (path: unknown, data: unknown) => writeFileSync(path, data),
      appendFile: async (path: unknown, data: unknown) => appendFileSync(path, data),
    },
    constants: {},
  };
}

function noSuchFile(path: unknown, there: string): Error {
  const error = new Error(`ENOENT: no such file or directory, open '${path}' (the sandbox has ${there})`);
  return Object.assign(error, { code: 'ENOENT' });
}

function raise(error: Error): never {
  throw error;
}
