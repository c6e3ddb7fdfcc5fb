import { ImportError } from './import-error.ts';

/** A file to import from, read as a stream, as often as need be. `path` has `/` between folders. */
export interface SourceFile {
  path: string;
  chunks(): AsyncIterable<Uint8Array>;
  /** Its size and any part of it, where that can be had without what stands before. */
  parts?(): Promise<FileParts>;
}

export interface FileParts {
  size: number;
  read(start: number, end: number): Promise<ArrayBuffer>;
}

/** What a file may hold that is read whole: more would be a page's whole memory. */
const LARGEST_WHOLE = 512 * 1024 * 1024;

/** A file whose bytes are there already. */
export function sourceOf(path: string, bytes: Uint8Array): SourceFile {
  return {
    path,
    async *chunks() {
      yield bytes;
    },
  };
}

/** All of a file's bytes; ImportError past 512 MiB. */
export async function bytesOf({ path, chunks }: SourceFile): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of chunks()) {
    size += part.length;
    if (size > LARGEST_WHOLE) {
      const reason = `is larger than ${LARGEST_WHOLE / 2 ** 20} MiB; only JSON Lines, a JSON list and xCodeEval’s files are read piece by piece.`;
      throw new ImportError({ file: path, reason });
    }
    parts.push(part);
  }
  return joined(parts);
}

/** Blanks before anything else; more of them is no file that a person wrote. */
const MOST_BLANKS = 1024 * 1024;

/** The first bytes of a file that are not blank, at most `length`: what kind of file it is. Empty if all are blank. */
export async function headOf({ chunks }: SourceFile, length = 64): Promise<Uint8Array> {
  let head = new Uint8Array();
  let blanks = 0;
  for await (const part of chunks()) {
    const start = head.length > 0 ? 0 : part.findIndex((byte) => !BLANK.has(byte));
    if (start >= 0) head = joined([head, part.subarray(start, start + length)]);
    else blanks += part.length;
    if (head.length >= length || blanks > MOST_BLANKS) break;
  }
  return head.subarray(0, length);
}

/** Space, tab, line ends, and the bytes of a byte order mark. */
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/** Byte strings one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
