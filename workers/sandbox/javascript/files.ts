import { bytesOf, NodeBuffer, type TextBuffer } from './text-buffer.ts';

interface OpenFile {
  name: string;
  /** Bytes read so far. */
  at: number;
}

/** The files of a problem that reads and writes them, in memory; gone with the worker. */
export class Files {
  readonly #parts = new Map<string, Uint8Array[]>();
  readonly #open = new Map<unknown, OpenFile>();
  #nextDescriptor = 3;

  readonly #folders: readonly string[];

  /** `folders` are there from the start; a name that ends in a slash. */
  constructor(given: Readonly<Record<string, Uint8Array>>, folders: readonly string[]) {
    this.#folders = folders;
    for (const [name, bytes] of Object.entries(given)) this.#parts.set(name, [bytes]);
  }

  /** The names of the files in a folder; null if there is none. */
  list(path: unknown): string[] | null {
    const folder = `${this.#nameOf(path).replace(/\/$/, '')}/`;
    const names = [...this.#parts.keys()].filter((name) => name.startsWith(folder));
    if (names.length === 0 && !this.#folders.includes(folder)) return null;
    return names.map((name) => name.slice(folder.length));
  }

  has(path: unknown): boolean {
    return this.#parts.has(this.#nameOf(path));
  }

  /** The whole file, or what is left of one that is open; null if there is none. */
  read(path: unknown): TextBuffer | null {
    const parts = this.#parts.get(this.#nameOf(path));
    if (!parts) return null;
    const bytes = NodeBuffer.concat(parts);
    parts.splice(0, parts.length, bytes);
    const file = this.#open.get(path);
    if (!file) return NodeBuffer.concat([bytes]);
    const rest = bytes.subarray(file.at);
    file.at = bytes.length;
    return NodeBuffer.concat([rest]);
  }

  /** At most `size` bytes of an open file from `position`, or from where it was last read to. */
  readPart(descriptor: number, size: number, position: number | null): Uint8Array | null {
    const file = this.#open.get(descriptor);
    const bytes = file && this.read(file.name);
    if (!file || !bytes) return null;
    const from = position ?? file.at;
    const part = bytes.subarray(from, from + size);
    if (position === null) file.at += part.length;
    return part;
  }

  write(path: unknown, data: unknown): void {
    // What is written to an open file comes after what is there.
    if (!this.#open.has(path)) this.clear(path);
    this.append(path, data);
  }

  append(path: unknown, data: unknown): void {
    const name = this.#nameOf(path);
    const parts = this.#parts.get(name) ?? [];
    this.#parts.set(name, parts);
    parts.push(bytesOf(data).slice());
  }

  clear(path: unknown): void {
    this.#parts.set(this.#nameOf(path), []);
  }

  /** A descriptor; null if the file is to be read and is not there. */
  open(path: unknown, flags: unknown): number | null {
    const mode = String(flags ?? 'r');
    if (mode.startsWith('w')) this.clear(path);
    else if (mode.startsWith('a')) this.append(path, '');
    else if (!this.has(path)) return null;
    const descriptor = this.#nextDescriptor++;
    this.#open.set(descriptor, { name: this.#nameOf(path), at: 0 });
    return descriptor;
  }

  close(descriptor: unknown): void {
    this.#open.delete(descriptor);
  }

  #nameOf(path: unknown): string {
    const open = this.#open.get(path);
    return (
      open?.name ??
      String(path)
        .replace(/\/(?:\.?\/)+/g, '/')
        .replace(/^(\.?\/)+/, '')
    );
  }
}
