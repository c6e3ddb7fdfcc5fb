import { ImportError } from './import-error.ts';
import { textOf } from './package-files.ts';
import { type Reader, readJson } from './reader.ts';
import { joined, type SourceFile } from './source.ts';

/** The largest single value; what is held in memory is one value and one chunk, whatever the file's size. */
const LARGEST_VALUE = 256 * 1024 * 1024;

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/** A value of a JSON Lines file, or what was wrong with its line; the lines after it are still read. */
export async function* jsonLines(source: SourceFile): AsyncGenerator<Reader | ImportError> {
  let line = 0;
  for await (const bytes of linesOf(source)) {
    line += 1;
    const name = `${source.path}, line ${line}`;
    const value = attempt(() => {
      const text = textOf(name, bytes);
      return text.trim() ? readJson(name, text) : null;
    });
    if (value) yield value;
  }
}

/** The elements of a file that is one JSON list. */
export async function* jsonElements(source: SourceFile): AsyncGenerator<Reader | ImportError> {
  let index = 0;
  for await (const bytes of topLevel(source, OPEN_BRACKET)) {
    const name = `${source.path}, [${index++}]`;
    yield attempt(() => readJson(name, textOf(name, bytes)));
  }
}

/** The members of a file that is one JSON object, in its order. ImportError where a member is not JSON. */
export async function* jsonMembers(source: SourceFile): AsyncGenerator<[key: string, value: Reader]> {
  let index = 0;
  for await (const bytes of topLevel(source, OPEN_BRACE)) {
    const name = `${source.path}, member ${++index}`;
    const members = readJson(name, `{${textOf(name, bytes)}}`).entries();
    if (members.length !== 1) throw new ImportError({ file: name, reason: 'is no “"name": value”.' });
    yield members[0]!;
  }
}

function attempt<T>(read: () => T): T | ImportError {
  try {
    return read();
  } catch (error) {
    if (error instanceof ImportError) return error;
    throw error;
  }
}

async function* linesOf(source: SourceFile): AsyncGenerator<Uint8Array> {
  const held = new Held(source.path);
  for await (const chunk of source.chunks()) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      held.add(chunk.subarray(start, end < 0 ? undefined : end));
      if (end < 0) break;
      yield held.take();
      start = end + 1;
    }
  }
  const last = held.take();
  if (last.length > 0) yield last;
}

/**
 * What stands between the commas of the outermost list or object, byte for byte. Only brackets and quotes are
 * looked at; whoever parses a piece finds what else is wrong in it.
 */
async function* topLevel(source: SourceFile, opening: number): AsyncGenerator<Uint8Array> {
  const held = new Held(source.path);
  let depth = 0;
  let inString = false;
  let escaped = false;
  let state = 'before' as 'before' | 'inside' | 'after';
  let pieces = 0;
  const refuse = (reason: string): never => {
    throw new ImportError({ file: source.path, reason: `is not JSON (${reason}).` });
  };
  for await (const chunk of source.chunks()) {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inString = false;
      } else if (state !== 'inside') {
        if (isBlank(byte)) continue;
        if (state === 'after') refuse('something follows its end');
        if (byte !== opening) refuse(`it should begin with ${String.fromCharCode(opening)}`);
        state = 'inside';
        depth = 1;
        start = at + 1;
      } else if (byte === QUOTE) {
        inString = true;
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        depth += 1;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth -= 1;
        if (depth > 0) continue;
        held.add(chunk.subarray(start, at));
        state = 'after';
        const last = held.take();
        if (pieces > 0 || last.some((other) => !isBlank(other))) yield last;
      } else if (byte === COMMA && depth === 1) {
        held.add(chunk.subarray(start, at));
        start = at + 1;
        pieces += 1;
        yield held.take();
      }
    }
    if (state === 'inside') held.add(chunk.subarray(start));
  }
  if (state !== 'after') refuse(state === 'before' ? 'it is empty' : 'it ends before its last bracket');
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === NEWLINE || isMark(byte);
}

/** A byte of the UTF-8 byte order mark, which some editors put at a file's beginning. */
function isMark(byte: number): boolean {
  return byte === 0xef || byte === 0xbb || byte === 0xbf;
}

/** The bytes of the value that is being read; views of the chunks until it is whole. */
class Held {
  #parts: Uint8Array[] = [];
  #size = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  add(part: Uint8Array): void {
    this.#size += part.length;
    if (this.#size > LARGEST_VALUE) {
      const reason = `holds one value of more than ${LARGEST_VALUE / 2 ** 20} MiB; it should be one problem a line.`;
      throw new ImportError({ file: this.#file, reason });
    }
    if (part.length > 0) this.#parts.push(part);
  }

  take(): Uint8Array {
    const whole = joined(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return whole;
  }
}
