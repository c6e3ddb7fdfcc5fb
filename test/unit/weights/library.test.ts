import { describe, expect, test } from 'vitest';
import { checkLibrary, readLibrary } from '../../../src/weights/library.ts';
import { openRepository } from '../../../src/weights/repository.ts';
import { folderSource } from '../../../tools/folder-source.ts';

const PACKED = 'test/fixtures/llm/packed';

/** What MLC's compiler writes into a library for the model of the tests. */
async function metadata() {
  const { manifest } = await openRepository(folderSource(PACKED));
  return {
    model_type: 'qwen2',
    quantization: 'q4f16_1',
    context_window_size: 4096,
    prefill_chunk_size: 1024,
    max_batch_size: 80,
    params: manifest.shards
      .flatMap(({ tensors }) => tensors)
      .map(({ name, shape, dtype }) => ({ name, shape, dtype, preprocs: [] })),
    kv_cache: { num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, head_dim: 16 },
    memory_usage: { embed: 1, prefill: 2, decode: 3, 'odd "}" name': 4 },
  };
}

function library(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(`\0asm\x01\0\0\0\xff{"model"${text}\xff}}`, 'latin1'));
}

const read = (bytes: Uint8Array<ArrayBuffer>) => readLibrary('library/model.wasm', bytes);

describe('a library that MLC compiled', () => {
  test('says of itself what it was compiled for', async () => {
    const found = read(library(JSON.stringify(await metadata())));
    expect(found).toMatchObject({
      path: 'library/model.wasm',
      quantisation: 'q4f16_1',
      contextLength: 4096,
      prefillChunk: 1024,
      maxBatch: 80,
      cache: { layers: 2, heads: 4, kvHeads: 2, headDim: 16 },
      functions: ['embed', 'prefill', 'decode', 'odd "}" name'],
    });
    expect(found.parameters).toContainEqual({
      name: 'model.embed_tokens.q_weight',
      shape: [320, 8],
      dtype: 'uint32',
    });
  });

  test('is refused by name where it is something else, or damaged', async () => {
    const whole = library(JSON.stringify(await metadata()));
    const refused = (bytes: Uint8Array<ArrayBuffer>) => {
      try {
        read(bytes);
      } catch (error) {
        return (error as Error).message;
      }
      return 'taken';
    };
    const page = Uint8Array.from(Buffer.from('<!doctype html>'));
    expect(refused(page)).toBe(
      'library/model.wasm: it is no WebAssembly but a web page, it seems; fetch it again',
    );
    expect(refused(new Uint8Array())).toContain('it is no WebAssembly; fetch it again');
    expect(refused(library(''))).toContain('it holds no metadata of a model');
    expect(refused(whole.slice(0, 200))).toContain('it holds no metadata of a model');
    expect(refused(library('{"model_type":"qwen2"}'))).toContain('a version that is not known');
    const { kv_cache, ...rest } = await metadata();
    const broken = { ...rest, kv_cache: { ...kv_cache, head_dim: -1 } };
    expect(refused(library(JSON.stringify(broken)))).toContain('its metadata says head_dim is -1');
    expect(refused(library('{"model_type":"qwen2", oh}'))).toContain(
      'its metadata is damaged; fetch it again',
    );
  });

  test('goes with its own model alone', async () => {
    const { config, manifest } = await openRepository(folderSource(PACKED));
    const own = await metadata();
    const check = (changes: object) =>
      checkLibrary(read(library(JSON.stringify({ ...own, ...changes }))), config, manifest);
    expect(() => check({})).not.toThrow();
    expect(() => check({ quantization: 'q4f32_1' })).toThrow(
      'compiled for q4f32_1, and the weights are q4f16_1',
    );
    expect(() => check({ kv_cache: { ...own.kv_cache, num_hidden_layers: 24 } })).toThrow('another shape');
    const [first, ...others] = own.params;
    const larger = [{ ...first, shape: [9, 9] }, ...others];
    expect(() => check({ params: larger })).toThrow(/it needs .* as .*\[9,9\], and the repository has .*\[/);
    const more = [...own.params, { name: 'lm_head.q_weight', shape: [320, 8], dtype: 'uint32' }];
    expect(() => check({ params: more })).toThrow(
      'needs lm_head.q_weight as uint32[320,8], and the repository has none',
    );
  });

  test('may leave a length to the weights, the same wherever it names it', async () => {
    const { config, manifest } = await openRepository(folderSource(PACKED));
    const own = await metadata();
    const check = (params: object[]) =>
      checkLibrary(read(library(JSON.stringify({ ...own, params }))), config, manifest);
    const named = (size: number) =>
      own.params.map((one) => ({
        ...one,
        shape: one.shape.map((length) => (length === size ? 'n' : length)),
      }));
    expect(() => check(named(320))).not.toThrow();
    const [first, ...others] = named(320);
    expect(() => check([{ ...first, shape: ['n', 'n'] }, ...others])).toThrow('it needs');
  });

  test('of another family is held against the weights alone: nobody else knows its shape', async () => {
    const { config, manifest } = await openRepository(folderSource(PACKED));
    const own = await metadata();
    const llama = { ...config, type: 'llama', model: null };
    const other = { ...own, kv_cache: { ...own.kv_cache, num_hidden_layers: 24 } };
    const check = (changes: object) =>
      checkLibrary(read(library(JSON.stringify({ ...other, ...changes }))), llama, manifest);
    expect(() => check({})).not.toThrow();
    expect(() => check({ params: [{ ...own.params[0], name: 'transformer.wte' }] })).toThrow(
      'transformer.wte',
    );
  });
});
