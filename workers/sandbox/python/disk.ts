import type { PyodideAPI } from 'pyodide';

/** What a run may write to files; they live in JavaScript's memory, which the memory limit does not see. */
const DISK_BYTES = 64 * 2 ** 20;
const ENOSPC = 51;

interface FileNode {
  contents?: { length: number } | null;
}

type Write = (
  stream: { node: FileNode },
  buffer: Uint8Array,
  offset: number,
  length: number,
  position: number,
  canOwn?: boolean,
) => number;

/** Emscripten's files in memory: every file's `write`, and what `truncate` does. */
interface MemoryFiles {
  ops_table: { file: { stream: { write: Write } } };
  resizeFileStorage(node: FileNode, size: number): void;
}

/** A limit on all files that one run makes. Files taken away again count too: they are cheap to ask for. */
export class Disk {
  #left = Number.POSITIVE_INFINITY;
  readonly #full: () => Error;

  constructor({ FS }: PyodideAPI) {
    const { filesystems, ErrnoError } = FS as unknown as {
      filesystems: { MEMFS: MemoryFiles };
      ErrnoError: new (errno: number) => Error;
    };
    this.#full = () => new ErrnoError(ENOSPC);
    const files = filesystems.MEMFS;
    const operations = files.ops_table.file.stream;
    const { write } = operations;
    const { resizeFileStorage } = files;
    operations.write = (stream, buffer, offset, length, position, canOwn) =>
      this.#charge(stream.node, position + length, () =>
        write(stream, buffer, offset, length, position, canOwn),
      );
    files.resizeFileStorage = (node, size) =>
      this.#charge(node, size, () => resizeFileStorage.call(files, node, size));
  }

  /** Gives the next run its share. */
  renew(): void {
    this.#left = DISK_BYTES;
  }

  /** Files grow by more than they are asked for, and pay for what they took. */
  #charge<T>(node: FileNode, size: number, grow: () => T): T {
    const before = node.contents?.length ?? 0;
    if (size - before > this.#left) throw this.#full();
    const result = grow();
    this.#left -= Math.max(0, (node.contents?.length ?? 0) - before);
    return result;
  }
}
