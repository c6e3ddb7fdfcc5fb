import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadEngine } from '../../../src/llm/load.ts';
import { parseCatalogue, partPath } from '../../../src/weights/catalogue.ts';
import { WeightsError } from '../../../src/weights/errors.ts';
import { loadTensors, openAnyRepository, openRepository } from '../../../src/weights/repository.ts';
import type { Source } from '../../../src/weights/source.ts';
import { folderSource } from '../../../tools/folder-source.ts';
import { fixture } from '../pack/fixture.ts';

const packed = fixture('packed');
const SHARD = 'params_shard_0.bin';

type Change = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | null;

/** The packed fixture with one file changed on its way, as a bad download or disk would. */
function damaged(path: string, change: Change): Source {
  const source = folderSource(packed);
  return {
    name: source.name,
    async read(wanted, signal) {
      const bytes = await source.read(wanted, signal);
      return wanted === path && bytes ? change(bytes) : bytes;
    },
  };
}

const edited =
  (edit: (json: Record<string, never>) => void): Change =>
  (bytes) => {
    const json = JSON.parse(new TextDecoder().decode(bytes));
    edit(json);
    return new TextEncoder().encode(JSON.stringify(json));
  };

async function failure(path: string, change: Change): Promise<unknown> {
  return loadEngine(damaged(path, change)).then(
    () => 'it loaded',
    (error) => error,
  );
}

const html: Change = () => new TextEncoder().encode('<!doctype html><title>Not found</title>');

test('of another family only what its library needs beside itself is read; our own kernels refuse it by name', async () => {
  const llama = damaged(
    'mlc-chat-config.json',
    edited((json) => Object.assign(json, { model_type: 'llama' })),
  );
  const { config } = await openAnyRepository(llama);
  expect(config).toMatchObject({ type: 'llama', quantisation: 'q4f16_1', model: null });
  expect([config.vocabularySize, config.contextLength]).toEqual([320, 128]);
  await expect(openRepository(llama)).rejects.toThrow('model_type is llama; only qwen2 and qwen3 can be run');
});

test('a repository gives its configuration, its tensors by name, and progress', async () => {
  const repository = await openRepository(folderSource(packed));
  expect(repository.config.model).toMatchObject({
    hiddenSize: 64,
    layers: 2,
    kvHeads: 2,
    headDim: 16,
    tied: true,
  });
  expect(repository.catalogue).toMatchObject({ model: 'tiny-random', packs: [{ role: 'coder' }] });
  const progress: number[][] = [];
  const tensors = await loadTensors(repository, (...step) => progress.push(step));
  expect(progress).toEqual([[40320, 40320]]);
  expect(tensors.parameters).toBe(320 * 64 + 2 * (128 * 64 + 64 * 64 + 3 * 64 * 64) + 2 * 128 + 5 * 64);
});

test('an older repository, with ndarray-cache.json, is read too', async () => {
  const source = folderSource(packed);
  const older: Source = {
    name: 'older',
    read: (path) =>
      path === 'tensor-cache.json'
        ? Promise.resolve(null)
        : source.read(path === 'ndarray-cache.json' ? 'tensor-cache.json' : path),
  };
  expect((await openRepository(older)).manifest.shards).toHaveLength(1);
});

test('quartet.json counts the parts of files that lie in parts, and what is no count is refused', async () => {
  const listed = (parts: unknown) =>
    parseCatalogue(new TextEncoder().encode(JSON.stringify({ model: 'm', packs: [], parts })));
  expect(listed({ 'params_shard_0.bin': 3 }).parts).toEqual(new Map([['params_shard_0.bin', 3]]));
  expect(partPath('params_shard_0.bin', 2)).toBe('params_shard_0.bin.part2');
  expect(listed(undefined).parts.size).toBe(0);
  for (const parts of [{ a: 0 }, { a: 1.5 }, { a: '2' }, { '../a': 2 }, [1], 'a'])
    expect(() => listed(parts)).toThrow(WeightsError);
});

test('a repository without quartet.json is a model without packs, called after its folder', async () => {
  const { catalogue } = await openRepository(damaged('quartet.json', () => null));
  expect(catalogue).toMatchObject({ model: 'packed', packs: [] });
});

describe('a damaged shard is named, with what to do', () => {
  const flip: Change = (bytes) => {
    bytes[bytes.length >> 1] ^= 1;
    return bytes;
  };
  test.each<[string, Change, RegExp]>([
    ['one bit changed', flip, /its MD5 differs.*fetch it again/],
    ['cut off', (bytes) => bytes.slice(0, 1000), /it has 1000 bytes where 40320 are needed/],
    ['a web page in its place', html, /a web page, it seems/],
    ['missing', () => null, /missing from packed; the model's folder is incomplete/],
  ])('%s', async (_, change, message) => {
    expect(await failure(SHARD, change)).toMatchObject({
      name: 'WeightsError',
      path: SHARD,
      message: expect.stringMatching(message),
    });
  });
});

describe('a damaged small file is named, with what is wrong', () => {
  test.each<[string, string, Change, RegExp]>([
    ['mlc-chat-config.json', 'a web page', html, /a web page in its place/],
    ['mlc-chat-config.json', 'cut off', (bytes) => bytes.slice(0, 99), /not JSON; it was cut off or damaged/],
    [
      'mlc-chat-config.json',
      'of another family without its vocabulary',
      edited((json) => Object.assign(json, { model_type: 'llama', vocab_size: 0 })),
      /vocab_size is 0, not a number of tokens/,
    ],
    [
      'mlc-chat-config.json',
      'of another quantisation',
      edited((json) => Object.assign(json, { quantization: 'q3f16_1' })),
      /quantization is q3f16_1/,
    ],
    [
      'mlc-chat-config.json',
      'with a shape that does not fit the weights',
      edited((json) => Object.assign(json['model_config'], { vocab_size: 640 })),
      /model.embed_tokens.q_weight: it is uint32\[320,8\] where the configuration needs uint32\[640,8\]/,
    ],
    ['tensor-cache.json', 'missing', () => null, /missing from packed/],
    [
      'tensor-cache.json',
      'with a path out of the folder',
      edited((json) => Object.assign(json['records'][0], { dataPath: '../secret.bin' })),
      /no plain file name/,
    ],
    [
      'tensor-cache.json',
      'with a tensor outside its shard',
      edited((json) => Object.assign(json['records'][0]['records'][0], { byteOffset: 40000 })),
      /does not fit its place/,
    ],
    [
      'tensor-cache.json',
      'without checksums',
      edited((json) => Object.assign(json['records'][0], { md5sum: undefined })),
      /has no md5sum/,
    ],
    ['tokenizer.json', 'missing', () => null, /missing from packed/],
    ['roles/coder.safetensors', 'missing', () => null, /missing from packed/],
    [
      'roles/coder.safetensors',
      'damaged',
      (bytes) => bytes.map((byte) => byte ^ 1),
      /the coder pack differs from its listing/,
    ],
    [
      'quartet.json',
      'with a path out of the folder',
      edited((json) => Object.assign(json['packs'][0], { file: '../coder.safetensors' })),
      /no path in the repository/,
    ],
  ])('%s %s', async (path, _, change, message) => {
    const error = await failure(path, change);
    expect(error).toMatchObject({ name: 'WeightsError', message: expect.stringMatching(message) });
  });
});

test('a shard that came damaged is fetched again past every cache, alone', async () => {
  const source = folderSource(packed);
  const reads: string[] = [];
  const repaired: Source = {
    name: source.name,
    async read(path, signal, fresh) {
      reads.push(fresh ? `${path} afresh` : path);
      const bytes = await source.read(path, signal);
      if (path === SHARD && bytes && !fresh) bytes[7] ^= 1;
      return bytes;
    },
  };
  await loadTensors(await openRepository(repaired));
  expect(reads).toEqual([
    'mlc-chat-config.json',
    'tensor-cache.json',
    'quartet.json',
    SHARD,
    `${SHARD} afresh`,
  ]);
});

test('a pack that was made for other weights is refused', async () => {
  const source = damaged(
    'tensor-cache.json',
    edited((json) => (json['records'] as unknown[]).push(structuredClone(json['records'][0]))),
  );
  await expect(loadEngine(source)).rejects.toMatchObject({
    name: 'RolePackError',
    message: expect.stringContaining('made for tiny-random with other weights'),
  });
});

test('the fixture is the size that these tests speak of', () => {
  expect(readFileSync(join(packed, SHARD))).toHaveLength(40320);
});
