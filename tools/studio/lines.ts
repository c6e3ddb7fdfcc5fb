import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';

/** A file of JSON lines, written as they come. */
export class LineWriter {
  private readonly stream: WriteStream;

  constructor(path: string) {
    this.stream = createWriteStream(path);
  }

  /** Waits where the disk is slower than we are. */
  async write(row: unknown): Promise<void> {
    if (!this.stream.write(`${JSON.stringify(row)}\n`)) await once(this.stream, 'drain');
  }

  async close(): Promise<void> {
    this.stream.end();
    await once(this.stream, 'close');
  }
}
