const MEMORY_SECTION = 5;
const IMPORT_SECTION = 2;
const MEMORY_KIND = 2;
/** WebAssembly's own limit, 4 GiB. */
const MOST_PAGES = 65_536;
const HEADER_BYTES = 8;

/**
 * The module with its memory imported, as `env.memory`, in place of made by itself: whoever instantiates it makes the
 * memory, and so sets its maximum. Everything else keeps its number. The module must have one memory and imports.
 */
export function importMemory(module: ArrayBuffer): ArrayBuffer {
  const bytes = new Uint8Array(module);
  const sections = [...sectionsOf(bytes)];
  const { content: memory } = sections.find(({ id }) => id === MEMORY_SECTION)!;
  const [initial] = readNumber(memory, 2);
  const entry = [
    ...nameOf('env'),
    ...nameOf('memory'),
    MEMORY_KIND,
    1,
    ...writeNumber(initial),
    ...writeNumber(MOST_PAGES),
  ];
  const parts: Uint8Array[] = [bytes.subarray(0, HEADER_BYTES)];
  for (const { id, content, whole } of sections) {
    if (id === IMPORT_SECTION) {
      const [count, at] = readNumber(content, 0);
      const body = [Uint8Array.from(writeNumber(count + 1)), content.subarray(at), Uint8Array.from(entry)];
      const length = body.reduce((sum, part) => sum + part.length, 0);
      parts.push(Uint8Array.of(id, ...writeNumber(length)), ...body);
    } else if (id !== MEMORY_SECTION) parts.push(whole);
  }
  return join(parts);
}

function* sectionsOf(bytes: Uint8Array): Generator<{ id: number; content: Uint8Array; whole: Uint8Array }> {
  for (let at = HEADER_BYTES; at < bytes.length; ) {
    const [length, from] = readNumber(bytes, at + 1);
    const end = from + length;
    yield { id: bytes[at]!, content: bytes.subarray(from, end), whole: bytes.subarray(at, end) };
    at = end;
  }
}

/** An unsigned LEB128 number and where it ends. */
function readNumber(bytes: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value >>> 0, at];
  }
}

function writeNumber(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...writeNumber(value >>> 7)];
}

function nameOf(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...writeNumber(bytes.length), ...bytes];
}

function join(parts: Uint8Array[]): ArrayBuffer {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined.buffer;
}
