/** The safetensors format: a u64 header length, a JSON header, then the tensors' bytes without gaps. */

export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}

const SIZES = {
  F32: 4,
  F16: 2,
  BF16: 2,
  F64: 8,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
};
export type Dtype = keyof typeof SIZES;

/** Where a tensor lies, in bytes from the end of the header. */
export interface Entry {
  name: string;
  dtype: Dtype;
  shape: number[];
  begin: number;
  end: number;
}

export interface Header {
  metadata: Record<string, string>;
  entries: Entry[];
  /** Bytes before the first tensor. */
  length: number;
}

export interface Tensor {
  dtype: Dtype;
  shape: number[];
  bytes: Uint8Array;
}

export interface Safetensors {
  metadata: Record<string, string>;
  tensors: Map<string, Tensor>;
}

const MAX_HEADER = 100 * 1024 * 1024;

/** Length of the JSON header that the first eight bytes announce. */
export function headerLength(start: Uint8Array): number {
  if (start.length < 8)
    throw new SafetensorsError('the file is shorter than a safetensors header; it was cut off');
  const view = new DataView(start.buffer, start.byteOffset, 8);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  if (length > MAX_HEADER) {
    throw new SafetensorsError(`the header claims ${length} bytes; this is not a safetensors file`);
  }
  return length;
}

/** Reads the JSON header (without its eight length bytes) and checks that the entries tile `bodyLength` bytes. */
export function parseHeader(json: Uint8Array, bodyLength: number): Header {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw new SafetensorsError('the header is not JSON; this is not a safetensors file, or it was damaged');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new SafetensorsError('the header is not a JSON object');
  }
  const { __metadata__: metadata = {}, ...tensors } = parsed as Record<string, unknown>;
  const entries = Object.entries(tensors).map(([name, value]) => parseEntry(name, value));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const entry of entries) {
    if (entry.begin !== position)
      throw new SafetensorsError(`tensor ${entry.name} does not follow the one before it`);
    position = entry.end;
  }
  if (position !== bodyLength) {
    throw new SafetensorsError(
      `the tensors need ${position} bytes, the file has ${bodyLength}; it was cut off or extended`,
    );
  }
  return { metadata: parseMetadata(metadata), entries, length: json.length + 8 };
}

/** Reads a whole file; tensors are views of `file`. */
export function parseSafetensors(file: Uint8Array): Safetensors {
  const length = headerLength(file);
  if (file.length < 8 + length) throw new SafetensorsError('the header is cut off');
  const header = parseHeader(file.subarray(8, 8 + length), file.length - 8 - length);
  const body = file.subarray(header.length);
  const tensors = new Map(
    header.entries.map(({ name, dtype, shape, begin, end }) => [
      name,
      { dtype, shape, bytes: body.subarray(begin, end) },
    ]),
  );
  return { metadata: header.metadata, tensors };
}

/** Writes tensors in the given order; the header is padded to eight bytes, as the reference writer does. */
export function writeSafetensors({ metadata, tensors }: Safetensors): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let position = 0;
  for (const [name, { dtype, shape, bytes }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [position, position + bytes.length] };
    position += bytes.length;
  }
  const text = JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  const padded = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + padded + position).fill(32, 0, 8 + padded);
  const view = new DataView(file.buffer);
  view.setUint32(0, padded, true);
  view.setUint32(4, 0, true);
  file.set(json, 8);
  let at = 8 + padded;
  for (const { bytes } of tensors.values()) {
    file.set(bytes, at);
    at += bytes.length;
  }
  return file;
}

function parseEntry(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(SIZES, dtype)) {
    throw new SafetensorsError(`tensor ${name} has the unknown type ${String(dtype)}`);
  }
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2 || offsets[0] > offsets[1]) {
    throw new SafetensorsError(`tensor ${name} has a malformed shape or offsets`);
  }
  const size = shape.reduce((product, length) => product * length, SIZES[dtype as Dtype]);
  if (size !== offsets[1] - offsets[0]) {
    throw new SafetensorsError(
      `tensor ${name} needs ${size} bytes, its offsets span ${offsets[1] - offsets[0]}`,
    );
  }
  return { name, dtype: dtype as Dtype, shape, begin: offsets[0], end: offsets[1] };
}

function parseMetadata(value: unknown): Record<string, string> {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : null;
  if (!entries?.every(([, text]) => typeof text === 'string')) {
    throw new SafetensorsError('__metadata__ is not a map of strings');
  }
  return Object.fromEntries(entries) as Record<string, string>;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
