import { describe, expect, test } from 'vitest';
import type { MlcHost } from '../../../../src/llm/mlc/host.ts';
import { openExecutor } from '../../../../src/llm/open-executor.ts';
import type { Gpu } from '../../../../src/llm/wgsl/gpu.ts';
import { openRepository, type Repository } from '../../../../src/weights/repository.ts';
import { folderSource } from '../../../../tools/folder-source.ts';
import { fixture } from '../../pack/fixture.ts';

/** The model of the tests with a library beside it that says it was compiled for it, and is none. */
async function withLibrary(): Promise<Repository> {
  const repository = await openRepository(folderSource(fixture('packed')));
  const { source, manifest } = repository;
  const metadata = {
    ...{ model_type: 'qwen2', quantization: 'q4f16_1' },
    ...{ context_window_size: 128, prefill_chunk_size: 128, max_batch_size: 8 },
    params: manifest.shards.flatMap(({ tensors }) => tensors),
    kv_cache: { num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, head_dim: 16 },
    memory_usage: { embed: 1 },
  };
  const library = Uint8Array.from(Buffer.from(`\0asm${JSON.stringify(metadata)}`, 'latin1'));
  const read: typeof source.read = async (path, signal) =>
    path === 'library/small.wasm' ? library : source.read(path, signal);
  return { ...repository, source: { ...source, read } };
}

/** Nothing here comes as far as web-llm. */
const host: MlcHost = {
  createEngine: () => Promise.reject(new Error('web-llm was read')),
  serving: () => Promise.reject(new Error('web-llm was asked')),
};

/** What a browser says that has a GPU without halves; there is none in Node. */
const withoutHalves: Gpu = {
  requestAdapter: async () => ({
    info: { vendor: 'some', architecture: 'gpu', description: '' },
    features: new Set<string>(),
    limits: { maxBufferSize: 1, maxStorageBufferBindingSize: 1 },
    requestDevice: () => Promise.reject(new Error('a device was asked for')),
  }),
};

describe('a compiled library that is asked for', () => {
  test.each(['mlc', 'mlc 1 batched', 'mlc 1 single'])(
    'as %s is refused where a model has none',
    async (executor) => {
      await expect(openExecutor(await withLibrary(), { executor })).rejects.toMatchObject({
        name: 'EngineError',
        message: 'this model has no compiled library; choose auto, cpu or wgsl',
      });
    },
  );

  test('is refused without WebGPU, and without halves where it needs them, with what does instead', async () => {
    const repository = await withLibrary();
    const mlc = { host, library: 'library/small.wasm' };
    await expect(openExecutor(repository, { executor: 'mlc', mlc })).rejects.toMatchObject({
      name: 'EngineError',
      message: 'this browser offers no WebGPU adapter; choose the cpu executor',
    });
    await expect(
      openExecutor(repository, { executor: 'mlc', mlc, gpu: withoutHalves }),
    ).rejects.toMatchObject({
      name: 'EngineError',
      message: expect.stringContaining('choose the wgsl executor, which takes the same download'),
    });
  });

  test('is refused by its path where it is missing or another', async () => {
    const repository = await withLibrary();
    const open = (library: string) => openExecutor(repository, { executor: 'mlc', mlc: { host, library } });
    await expect(open('library/other.wasm')).rejects.toThrow('library/other.wasm: it is missing from packed');
    await expect(open('tokenizer.json')).rejects.toThrow('tokenizer.json: it is no WebAssembly');
  });

  test('is the only way to run another family, and is taken without being measured', async () => {
    const repository = await withLibrary();
    const llama = { ...repository, config: { ...repository.config, type: 'llama', model: null } };
    const said =
      'our own kernels run Qwen2 and Qwen3 alone, and this is llama: bring it with its compiled library and choose mlc';
    for (const executor of ['auto', 'cpu', 'wgsl'])
      await expect(openExecutor(llama, { executor })).rejects.toMatchObject({ message: said });
    const mlc = { host, library: 'library/small.wasm' };
    await expect(openExecutor(llama, { executor: 'auto', mlc })).rejects.toMatchObject({
      name: 'EngineError',
      message: 'this browser offers no WebGPU adapter; choose the cpu executor',
    });
  });

  test('has no name but its own', async () => {
    await expect(openExecutor(await withLibrary(), { executor: 'mlc 2 batched' })).rejects.toThrow(
      'there is no executor mlc 2 batched; choose auto, cpu or wgsl, or mlc where a model has a compiled library',
    );
  });
});
