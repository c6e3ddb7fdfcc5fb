/** WebAssembly's binary format (core specification, chapter 5), as far as modules are changed here. */
export const SECTION = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  memory: 5,
  global: 6,
  export: 7,
  code: 10,
  tag: 13,
} as const;

/** What an import or export is. */
export const KIND = { function: 0, table: 1, memory: 2, global: 3, tag: 4 } as const;

export const PAGE_BYTES = 65_536;
/** WebAssembly's own limit, 4 GiB. */
export const MOST_PAGES = 65_536;
/** `\0asm` and the version. */
export const HEADER_BYTES = 8;

export interface Section {
  id: number;
  content: Uint8Array;
}

/** Reads numbers, names and runs of bytes, one after the other. */
export class Reader {
  at: number;

  constructor(
    readonly bytes: Uint8Array,
    from = 0,
  ) {
    this.at = from;
  }

  get ended(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.at++]!;
  }

  /** An unsigned LEB128 number. */
  number(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  take(length: number): Uint8Array {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  name(): string {
    return new TextDecoder().decode(this.take(this.number()));
  }

  /** As many items as the number before them says. */
  list<T>(item: () => T): T[] {
    return Array.from({ length: this.number() }, item);
  }

  /** A memory's or table's limits: its least size, and its most, if it states one. */
  limits(): { minimum: number; maximum: number | null } {
    const flags = this.byte();
    const minimum = this.number();
    return { minimum, maximum: flags & 1 ? this.number() : null };
  }
}

export interface Import {
  module: string;
  name: string;
  kind: number;
  /** Of a memory: its least pages. */
  minimum: number;
}

export function* sectionsOf(module: Uint8Array): Generator<Section> {
  for (const reader = new Reader(module, HEADER_BYTES); !reader.ended; ) {
    const id = reader.byte();
    yield { id, content: reader.take(reader.number()) };
  }
}

/** The content of an import section. */
export function readImports(content: Uint8Array): Import[] {
  const reader = new Reader(content);
  return reader.list(() => {
    const [module, name, kind] = [reader.name(), reader.name(), reader.byte()];
    let minimum = 0;
    if (kind === KIND.memory) minimum = reader.limits().minimum;
    else if (kind === KIND.table) {
      reader.byte();
      reader.limits();
    } else if (kind === KIND.global) reader.take(2);
    else {
      if (kind === KIND.tag) reader.byte();
      reader.number();
    }
    return { module, name, kind, minimum };
  });
}

/** An unsigned LEB128 number. */
export function encodeNumber(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...encodeNumber(Math.floor(value / 128))];
}

export function encodeName(text: string): number[] {
  const bytes = new TextEncoder().encode(text);
  return [...encodeNumber(bytes.length), ...bytes];
}

/** A module of these sections. */
export function joinSections(sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  const header = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  const parts = sections.flatMap(({ id, content }) => [
    Uint8Array.of(id, ...encodeNumber(content.length)),
    content,
  ]);
  return joinBytes([header, ...parts]);
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
