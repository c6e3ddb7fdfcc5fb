import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, test } from 'vitest';
import { parseManifest } from '../../../src/weights/manifest.ts';
import { readTensors } from '../../../src/weights/repository.ts';
import type { Source } from '../../../src/weights/source.ts';

const MEGA = 1024 * 1024;
const SHARD = 12 * MEGA;
const SHARDS = 10;

let collect: () => void;
beforeAll(() => {
  setFlagsFromString('--expose_gc');
  collect = runInNewContext('gc');
});

/** Bytes of JavaScript that are still needed. Buffers are freed beside the program, so that the first look is late. */
async function held(): Promise<number> {
  for (let look = 0; look < 3; look++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A repository of many shards, none of which exists before it is read. */
async function largeRepository(damaged: (path: string, fresh: boolean) => boolean) {
  const bytesOf = (path: string) => new Uint8Array(SHARD).fill(Number(/\d+/.exec(path)![0]) + 1);
  const records = Array.from({ length: SHARDS }, (_, i) => {
    const dataPath = `params_shard_${i}.bin`;
    const md5sum = createHash('md5').update(bytesOf(dataPath)).digest('hex');
    const tensor = {
      name: `t${i}`,
      shape: [SHARD / 4],
      dtype: 'uint32',
      format: 'raw',
      nbytes: SHARD,
      byteOffset: 0,
    };
    return { dataPath, format: 'raw-shard', nbytes: SHARD, md5sum, records: [tensor] };
  });
  const source: Source = {
    name: 'large',
    async read(path, _, fresh = false) {
      const bytes = bytesOf(path);
      if (damaged(path, fresh)) bytes[5] ^= 1;
      return bytes;
    },
  };
  const manifest = await parseManifest(
    'tensor-cache.json',
    new TextEncoder().encode(JSON.stringify({ records })),
  );
  return { source, manifest };
}

test('however large a model is, two shards are held at most while it is read', async () => {
  const repository = await largeRepository((path, fresh) => path.endsWith('_7.bin') && !fresh);
  const before = await held();
  let most = 0;
  let read = 0;
  for await (const { bytes } of readTensors(repository)) {
    read += bytes.length;
    most = Math.max(most, (await held()) - before);
  }
  expect(read).toBe(SHARDS * SHARD);
  expect(most).toBeLessThan(2 * SHARD + 4 * MEGA);
});
