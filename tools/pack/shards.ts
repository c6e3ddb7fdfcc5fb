import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TensorRecord } from '../../src/weights/manifest.ts';

/** MLC cuts a repository into shards of about this size; a larger tensor gets one of its own. */
const SHARD_BYTES = 32 * 1024 * 1024;

/** Writes `params_shard_*.bin` and tells what stands in them, as `tensor-cache.json` lists it. */
export class ShardWriter {
  private readonly records: object[] = [];
  private open: { record: TensorRecord & { format: 'raw' }; bytes: Uint8Array }[] = [];
  private openBytes = 0;
  private tensors = 0;
  private totalBytes = 0;

  constructor(private readonly folder: string) {}

  async add(name: string, dtype: TensorRecord['dtype'], shape: number[], bytes: Uint8Array): Promise<void> {
    if (this.openBytes > 0 && this.openBytes + bytes.length > SHARD_BYTES) await this.flush();
    const record = {
      name,
      shape,
      dtype,
      format: 'raw' as const,
      nbytes: bytes.length,
      byteOffset: this.openBytes,
    };
    this.open.push({ record, bytes });
    this.openBytes += bytes.length;
    this.tensors++;
    this.totalBytes += bytes.length;
  }

  async finish(): Promise<{ metadata: { ParamSize: number; ParamBytes: number }; records: object[] }> {
    if (this.open.length > 0) await this.flush();
    return { metadata: { ParamSize: this.tensors, ParamBytes: this.totalBytes }, records: this.records };
  }

  private async flush(): Promise<void> {
    const dataPath = `params_shard_${this.records.length}.bin`;
    const shard = Buffer.concat(this.open.map(({ bytes }) => bytes));
    await writeFile(join(this.folder, dataPath), shard);
    this.records.push({
      dataPath,
      format: 'raw-shard',
      nbytes: shard.length,
      records: this.open.map(({ record }) => record),
      md5sum: createHash('md5').update(shard).digest('hex'),
    });
    this.open = [];
    this.openBytes = 0;
  }
}
