// Not the package's name: in Node that brings readers of its own files along.
import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet/src/index.js';
import { ImportError } from './import-error.ts';
import { Reader } from './reader.ts';
import { bytesOf, type SourceFile } from './source.ts';

/** Rows that are in memory at once. */
const ROWS = 32;

/** Thousands of programs a problem, which are most of a table and nothing of a benchmark. */
const LEFT_OUT = ['solutions', 'incorrect_solutions'];

/** The rows of a Parquet table, some at a time, each as the JSON that it stands for. ImportError where it is damaged. */
export async function* parquetRows(source: SourceFile): AsyncGenerator<Reader> {
  const attempt = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: Error) => {
      throw new ImportError({
        file: source.path,
        reason: `is no Parquet table that can be read (${error.message}).`,
      });
    });
  const { size, read } = (await source.parts?.()) ?? (await wholly(source));
  const file = { byteLength: size, slice: (start: number, end = size) => read(start, end) };
  const metadata = await attempt(parquetMetadataAsync(file));
  const columns = parquetSchema(metadata)
    .children.map(({ element }) => element.name)
    .filter((name) => !LEFT_OUT.includes(name));
  const count = Number(metadata.num_rows);
  for (let from = 0; from < count; from += ROWS) {
    const rows = { rowStart: from, rowEnd: Math.min(count, from + ROWS) };
    const objects = await attempt(parquetReadObjects({ file, metadata, columns, ...rows }));
    for (const [i, object] of objects.entries())
      yield new Reader(`${source.path}, row ${from + i + 1}`, asJson(object));
  }
}

/** A file that has to be read from its beginning. */
async function wholly(source: SourceFile) {
  const bytes = await bytesOf(source);
  const read = async (start: number, end: number): Promise<ArrayBuffer> =>
    Uint8Array.from(bytes.subarray(start, end)).buffer;
  return { size: bytes.length, read };
}

/** Tables have whole numbers of 64 bits, times, and nothing where JSON has null. */
function asJson(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asJson(part)]));
}
