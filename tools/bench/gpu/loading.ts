import { md5 } from 'hash-wasm';
import type { Device } from '../../../src/llm/wgsl/device.ts';
import { GpuModel } from '../../../src/llm/wgsl/executor.ts';
import type { ModelConfig } from '../../../src/weights/config.ts';
import { tensorsOf } from '../../../src/weights/layers.ts';
import type { ShardRecord } from '../../../src/weights/manifest.ts';
import { readTensors } from '../../../src/weights/repository.ts';
import { LAYER_7B } from './layer-7b.ts';

/** MLC cuts a repository into shards of about this size; a larger tensor gets one of its own. */
const SHARD = 32 * 1024 * 1024;
const MODEL: ModelConfig = {
  ...LAYER_7B,
  ...{ hiddenSize: 2048, intermediateSize: 5504, layers: 16, heads: 16, kvHeads: 4 },
};

export interface Loading {
  bytes: number;
  largestShard: number;
  /** The most JavaScript memory that was held, buffers included, less what was held before. */
  peak: number;
}

/** Loads a repository of zeros onto the device and looks at the page's memory whenever a shard is read. */
export async function measureLoading(device: Device): Promise<Loading> {
  const shards = await zeroShards();
  const before = await memory();
  let peak = 0;
  const source = {
    name: 'zeros',
    async read(path: string) {
      const { nbytes } = shards.find(({ dataPath }) => dataPath === path)!;
      const bytes = new Uint8Array(nbytes);
      peak = Math.max(peak, (await memory()) - before);
      return bytes;
    },
  };
  const manifest = { path: 'tensor-cache.json', baseHash: '', shards };
  const model = await GpuModel.load(device, MODEL, readTensors({ source, manifest }));
  for (const { words, scales } of model.weights.matrices.values()) {
    words.destroy();
    scales.destroy();
  }
  const sizes = shards.map(({ nbytes }) => nbytes);
  return { bytes: sizes.reduce((a, b) => a + b, 0), largestShard: Math.max(...sizes), peak };
}

async function zeroShards(): Promise<ShardRecord[]> {
  const shards: ShardRecord[] = [];
  for (const { name, dtype, shape } of tensorsOf(MODEL)) {
    const nbytes = shape.reduce((product, length) => product * length, dtype === 'uint32' ? 4 : 2);
    const last = shards.at(-1);
    const open = last && last.nbytes + nbytes <= SHARD ? last : null;
    const shard = open ?? { dataPath: `${shards.length}`, nbytes: 0, md5sum: '', tensors: [] };
    shard.tensors.push({ name, dtype, shape, format: 'raw', nbytes, byteOffset: shard.nbytes });
    shard.nbytes += nbytes;
    if (!open) shards.push(shard);
  }
  const sums = new Map<number, string>();
  for (const shard of shards) {
    const sum = sums.get(shard.nbytes) ?? (await md5(new Uint8Array(shard.nbytes)));
    sums.set(shard.nbytes, sum);
    shard.md5sum = sum;
  }
  return shards;
}

/** Bytes of JavaScript memory that are reachable; Chromium collects garbage to tell it. */
async function memory(): Promise<number> {
  const { measureUserAgentSpecificMemory: measure } = performance as unknown as {
    measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
  };
  return (await measure.call(performance)).bytes;
}
