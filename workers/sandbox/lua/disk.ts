import type { LuaWasm } from 'wasmoon';
import type { FilesOfRun } from '../../../src/sandbox/protocol.ts';
import type { Output } from '../output.ts';

const O_ACCMODE = 3;
const O_CREAT = 64;
const ENOSPC = 51;
const EROFS = 69;

/** What a run may write to files; they live in JavaScript's memory, which the memory limit does not see. */
const DISK_BYTES = 64 * 2 ** 20;
/** What a file takes beside its bytes, and may take more than it asked for. */
const FILE_BYTES = 1024;

type Write = (
  stream: Stream,
  buffer: Uint8Array,
  offset: number,
  length: number,
  position: number,
  ...rest: unknown[]
) => number;

/** Its operations stand under a name that the build shortened. */
export interface Stream {
  node: object;
  [name: string]: unknown;
}

/** Emscripten's file system, as far as it is used here; its build shortens most of its other names. */
export interface FileSystem {
  streams: Stream[];
  open(path: string, flags: number, ...rest: unknown[]): Stream;
  stat(path: string): { mode: number };
  isFile(mode: number): boolean;
  mkdir(path: string): void;
  readdir(path: string): string[];
  readFile(path: string): Uint8Array;
  writeFile(path: string, bytes: Uint8Array): void;
}

/** The files of one run. */
export class Disk {
  readonly #files: FileSystem;
  readonly #ErrnoError: new (
    errno: number,
  ) => Error;
  readonly #sizes = new WeakMap<object, number>();
  readonly #limited = new WeakSet<object>();
  #left = DISK_BYTES;

  constructor(lua: LuaWasm) {
    this.#files = lua.module.FS as unknown as FileSystem;
    this.#ErrnoError = errnoErrorOf(this.#files);
  }

  /** Lays files down, then lets the program write as much as its quota, or nothing where the run has no files. */
  prepare(beside: Readonly<Record<string, string>>, files: FilesOfRun | null): void {
    for (const [name, text] of Object.entries(beside)) this.#lay(name, new TextEncoder().encode(text));
    for (const [name, bytes] of Object.entries(files?.given ?? {})) this.#lay(name, bytes);
    for (const name of files?.wanted ?? []) if (name.endsWith('/')) this.#makeFolderOf(name);
    const open = this.#files.open.bind(this.#files);
    this.#files.open = (path, flags, ...rest) => {
      if (typeof flags !== 'number' || !(flags & (O_ACCMODE | O_CREAT))) return open(path, flags, ...rest);
      if (!files) throw new this.#ErrnoError(EROFS);
      this.#charge(FILE_BYTES);
      const stream = open(path, flags, ...rest);
      this.#limit(stream);
      return stream;
    };
  }

  /** Sends a file, or all files of a folder, as far as they are there. */
  send(name: string, output: Output): void {
    for (const one of this.#namesOf(name)) {
      if (this.#isFile(one)) output.file(one, this.#files.readFile(one));
    }
  }

  #lay(name: string, bytes: Uint8Array): void {
    this.#makeFolderOf(name);
    this.#files.writeFile(name, bytes);
  }

  #makeFolderOf(name: string): void {
    const folder = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    if (folder !== '' && !this.#exists(folder)) this.#files.mkdir(folder);
  }

  /** The operations are those of all files in memory; they are changed once. */
  #limit(stream: Stream): void {
    const operations = operationsOf(stream);
    if (this.#limited.has(operations)) return;
    this.#limited.add(operations);
    const { write } = operations;
    operations.write = (file, buffer, offset, length, position, ...rest) => {
      this.#grow(file.node, position + length);
      return write(file, buffer, offset, length, position, ...rest);
    };
  }

  #grow(node: object, end: number): void {
    const size = this.#sizes.get(node) ?? 0;
    if (end <= size) return;
    // A file grows by half of itself and more at a time, and takes that much.
    const grown = Math.max(end, size * 2);
    this.#charge(grown - size);
    this.#sizes.set(node, grown);
  }

  #charge(bytes: number): void {
    if (bytes > this.#left) throw new this.#ErrnoError(ENOSPC);
    this.#left -= bytes;
  }

  #namesOf(name: string): string[] {
    if (!name.endsWith('/')) return [name];
    return this.#exists(name) ? this.#files.readdir(name).map((inside) => name + inside) : [];
  }

  #isFile(name: string): boolean {
    return this.#exists(name) && this.#files.isFile(this.#files.stat(name).mode);
  }

  #exists(name: string): boolean {
    try {
      this.#files.stat(name);
      return true;
    } catch {
      return false;
    }
  }
}

/** What does a stream's work: of its properties, the one that can write. */
export function operationsOf(stream: Stream): { write: Write } {
  const found = Object.values(stream).find(
    (value) => typeof (value as { write?: unknown } | null)?.write === 'function',
  );
  return found as { write: Write };
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
