import { BackupError } from '../../backup/format.ts';
import type { SourceFile } from '../../judge/import/source.ts';

/** Lines as bytes under gzip, made as they are asked for; the browser holds what is done, on the disk if it is much. */
export function packLines(lines: AsyncGenerator<string>): Promise<Blob> {
  const encoder = new TextEncoder();
  const text = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      try {
        const { value, done } = await lines.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(`${value}\n`));
      } catch (error) {
        controller.error(error);
      }
    },
    cancel: () => void lines.return(undefined),
  });
  return new Response(text.pipeThrough(new CompressionStream('gzip'))).blob();
}

const GZIP = [0x1f, 0x8b];

/** Whether a file is under gzip, as backups are. */
export async function isPacked(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, GZIP.length).arrayBuffer());
  return GZIP.every((byte, i) => head[i] === byte);
}

/** A backup's lines; `read` is told how much of the file has been read, 0 to 1. Reading throws `BackupError`. */
export function packedLines(file: File, read: (fraction: number) => void, signal: AbortSignal): SourceFile {
  return {
    path: file.name,
    async *chunks() {
      if (!(await isPacked(file)))
        throw new BackupError('no backup', `${file.name} is no backup of this page.`);
      let bytes = 0;
      const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          bytes += chunk.length;
          read(bytes / file.size);
          controller.enqueue(chunk);
        },
      });
      const reader = file
        .stream()
        .pipeThrough(counted)
        .pipeThrough(new DecompressionStream('gzip'))
        .getReader();
      try {
        for (;;) {
          signal.throwIfAborted();
          const { value, done } = await reader.read().catch((error: Error) => {
            throw unreadable(file, error);
          });
          if (done) return;
          yield value;
        }
      } finally {
        await reader.cancel().catch(() => {});
      }
    },
  };
}

/** What browsers call it where a file is gone or was changed since it was chosen; all else is said of its bytes. */
const NOT_THERE = ['NotFoundError', 'NotReadableError'];

function unreadable({ name: file }: File, { name, message }: Error): BackupError {
  const why = message.replace(/\.$/, '');
  return new BackupError(
    'damaged',
    NOT_THERE.includes(name)
      ? `${file} could not be read: ${why}. It may have been moved or changed; choose it again.`
      : `${file} is damaged or was not copied to its end: ${why}. Use another copy of it.`,
  );
}
