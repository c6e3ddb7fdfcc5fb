import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readRolePack } from '../../../src/roles/pack.ts';
import { applySteps } from '../../../src/roles/steps.ts';
import { floatsToHalves } from '../../../src/weights/f16.ts';
import { linearLayers, rowsOf } from '../../../src/weights/layers.ts';
import { dequantise } from '../../../src/weights/q4f16.ts';
import { loadTensors, openRepository } from '../../../src/weights/repository.ts';
import { headerLength, parseSafetensors, writeSafetensors } from '../../../src/weights/safetensors.ts';
import { folderSource } from '../../../tools/folder-source.ts';
import { packBase } from '../../../tools/pack/base.ts';
import { toFloats } from '../../../tools/pack/checkpoint.ts';
import { updateRows } from '../../../tools/pack/merged.ts';
import { packRole, readAdapterFolder } from '../../../tools/pack/role.ts';
import { fixture } from './fixture.ts';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'quartet-'));
});
afterEach(() => rmSync(work, { recursive: true }));

const bytes = (...path: string[]) => readFileSync(join(...path));
const json = (...path: string[]) => JSON.parse(bytes(...path).toString());

/** A copy of a fixture whose files a test may change. */
function copy(name: string): string {
  cpSync(fixture(name), join(work, name), { recursive: true });
  return join(work, name);
}

function changeJson(path: string, changes: object): void {
  writeFileSync(path, JSON.stringify({ ...json(path), ...changes }));
}

test('packing the same checkpoint and adapter gives the same bytes', async () => {
  const out = join(work, 'packed');
  await packBase({ hf: fixture('tied'), out, model: 'tiny-random' });
  await packRole({
    mlc: out,
    hf: fixture('tied'),
    adapter: fixture('adapter'),
    role: 'coder',
    promptHash: 'golden',
  });
  const files = readdirSync(fixture('packed'), { recursive: true, withFileTypes: true }).filter((f) =>
    f.isFile(),
  );
  expect(files.length).toBeGreaterThan(5);
  for (const { parentPath, name } of files) {
    const path = join(parentPath, name);
    expect(bytes(path.replace(fixture('packed'), out)).equals(bytes(path)), name).toBe(true);
  }
});

test('a checkpoint in shards packs like a single one', async () => {
  const hf = copy('tied');
  const { metadata, tensors } = parseSafetensors(bytes(hf, 'model.safetensors'));
  const names = [...tensors.keys()];
  const part = (odd: number) => names.filter((_, i) => i % 2 === odd);
  const map: Record<string, string> = {};
  for (const odd of [0, 1]) {
    const file = `model-0000${odd + 1}-of-00002.safetensors`;
    for (const name of part(odd)) map[name] = file;
    const shard = new Map(part(odd).map((name) => [name, tensors.get(name)!]));
    writeFileSync(join(hf, file), writeSafetensors({ metadata, tensors: shard }));
  }
  rmSync(join(hf, 'model.safetensors'));
  writeFileSync(join(hf, 'model.safetensors.index.json'), JSON.stringify({ weight_map: map }));
  await packBase({ hf, out: join(work, 'out') });
  expect(json(work, 'out', 'tensor-cache.json')).toEqual(json(fixture('packed'), 'tensor-cache.json'));
});

test('a repository says what MLC needs: shape, template, stop tokens, tokenizer files', async () => {
  const out = join(work, 'out');
  await packBase({ hf: fixture('untied'), out, contextLength: 64 });
  const config = json(out, 'mlc-chat-config.json');
  expect(config).toMatchObject({
    model_type: 'qwen2',
    quantization: 'q4f16_1',
    model_config: { hidden_size: 32, num_key_value_heads: 1, head_dim: 8, tie_word_embeddings: false },
    context_window_size: 64,
    tokenizer_files: ['tokenizer.json', 'tokenizer_config.json'],
    conv_template: { name: 'chatml', stop_token_ids: [319], stop_str: ['<|im_end|>'] },
  });
  const { config: read } = await openRepository(folderSource(out));
  expect(read.model).toMatchObject({ hiddenSize: 32, tied: false, contextLength: 64 });
});

test('Qwen3 keeps the norms of its heads and says what it is', async () => {
  const out = join(work, 'out');
  await packBase({ hf: fixture('qwen3'), out });
  const { config, manifest } = await openRepository(folderSource(out));
  expect(config.model).toMatchObject({ headNorms: true, attentionBias: false, headDim: 16, hiddenSize: 32 });
  const names = manifest.shards.flatMap(({ tensors }) => tensors.map(({ name }) => name));
  expect(names).toContain('model.layers.1.self_attn.k_norm.weight');
  expect(names.filter((name) => name.endsWith('bias'))).toEqual([]);
});

test.each(['F32', 'F16'] as const)('a checkpoint in %s packs like its values in bfloat16', async (dtype) => {
  const hf = copy('tied');
  const { metadata, tensors } = parseSafetensors(bytes(hf, 'model.safetensors'));
  // Rounded to what all three types hold.
  const values = new Map(
    [...tensors].map(([name, tensor]) => [
      name,
      toFloats(tensor, name).map((v) => (Math.abs(v) < 1e-4 ? 0 : v)),
    ]),
  );
  const written = (type: 'F32' | 'F16' | 'BF16', name: string) => {
    const floats = values.get(name)!;
    if (type === 'F16') return floatsToHalves(floats);
    if (type === 'F32') return new Uint8Array(floats.slice().buffer);
    const halves = Uint16Array.from(new Uint32Array(floats.slice().buffer), (word) => word >>> 16);
    return new Uint8Array(halves.buffer);
  };
  const manifests = [];
  for (const type of ['BF16', dtype] as const) {
    const stored = [...tensors].map(
      ([name, { shape }]) => [name, { dtype: type, shape, bytes: written(type, name) }] as const,
    );
    writeFileSync(join(hf, 'model.safetensors'), writeSafetensors({ metadata, tensors: new Map(stored) }));
    await packBase({ hf, out: join(work, type) });
    manifests.push(json(work, type, 'tensor-cache.json'));
  }
  expect(manifests[1]).toEqual(manifests[0]);
});

test('progress is told up to the end', async () => {
  const told: [number, number][] = [];
  const out = join(work, 'out');
  await packBase({ hf: fixture('tied'), out, onProgress: (...step) => told.push(step) });
  expect(told.at(-1)![0]).toBe(told.at(-1)![1]);
  expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).toSorted((a, b) => a - b));
});

describe('an adapter on the quantised base alone', () => {
  const pack = (out: string, seed = 0) =>
    packRole({ mlc: fixture('packed'), hf: null, adapter: fixture('adapter'), role: 'coder', out, seed });

  test('keeps the change that rounding would lose', async () => {
    const out = join(work, 'dithered.safetensors');
    await pack(out);
    const { weights, block } = readRolePack(bytes(out));
    const repository = await openRepository(folderSource(fixture('packed')));
    const tensors = await loadTensors(repository);
    const { adapter } = await readAdapterFolder(fixture('adapter'));
    let [kept, whole] = [0, 0];
    for (const layer of linearLayers(repository.config.model)) {
      for (const { row, weights: update } of updateRows(layer, adapter)) {
        const base = tensors.quantised(layer.name, rowsOf(layer), layer.columns);
        const edited = { ...base, words: base.words.slice() };
        applySteps(edited.words, weights.get(layer.name)!, block, 1);
        const [before, after] = [dequantise(base), dequantise(edited)];
        for (const [i, change] of update.entries()) {
          const at = row * layer.columns + i;
          kept += (after[at] - before[at]) * change;
          whole += change * change;
        }
      }
    }
    expect(kept / whole).toBeGreaterThan(0.9);
    expect(kept / whole).toBeLessThan(1.1);
  });

  test('is the same for a seed, and another for another', async () => {
    const files = [];
    for (const [i, seed] of [1, 1, 2].entries()) {
      const out = join(work, `${i}.safetensors`);
      await pack(out, seed);
      files.push(bytes(out));
    }
    expect(files[0].equals(files[1])).toBe(true);
    expect(files[0].equals(files[2])).toBe(false);
  });
});

test('packing a base again drops the packs that no longer fit and keeps what people wrote', async () => {
  const out = join(work, 'out');
  await packBase({ hf: fixture('tied'), out });
  await packRole({ mlc: out, hf: fixture('tied'), adapter: fixture('adapter'), role: 'coder' });
  await packRole({
    mlc: out,
    hf: fixture('tied'),
    adapter: fixture('adapter'),
    role: 'coder',
    promptHash: 'new',
  });
  expect(json(out, 'quartet.json').packs).toMatchObject([{ role: 'coder', promptHash: 'new' }]);
  changeJson(join(out, 'quartet.json'), { trainedOn: 'nothing' });
  await packBase({ hf: fixture('tied'), out });
  expect(json(out, 'quartet.json')).toMatchObject({ model: 'out', packs: [], trainedOn: 'nothing' });
});

test('a pack outside the repository is written but not listed', async () => {
  const mlc = copy('packed');
  const out = join(work, 'elsewhere', 'planner.safetensors');
  await packRole({ mlc, hf: fixture('tied'), adapter: fixture('adapter'), role: 'planner', out });
  expect(headerLength(bytes(out))).toBeGreaterThan(0);
  expect(json(mlc, 'quartet.json').packs).toHaveLength(1);
});

describe('what cannot be packed is refused with the reason', () => {
  test.each<[object, RegExp]>([
    [{ model_type: 'llama' }, /model_type is llama/],
    [{ use_sliding_window: true }, /sliding-window/],
    [{ rope_scaling: { type: 'yarn', factor: 4 }, rope_parameters: undefined }, /RoPE scaling yarn/],
    [{ hidden_size: 128 }, /is \[320,64\] where config.json needs \[320,128\]/],
    [{ num_hidden_layers: 3 }, /no tensor model.layers.2/],
  ])('a base with %j', async (changes, message) => {
    const hf = copy('tied');
    changeJson(join(hf, 'config.json'), changes);
    await expect(packBase({ hf, out: join(work, 'out') })).rejects.toThrow(message);
  });

  test('an adapter of another model', async () => {
    const adapter = fixture('adapter');
    await packBase({ hf: fixture('untied'), out: join(work, 'out') });
    const role = packRole({ mlc: join(work, 'out'), hf: fixture('untied'), adapter, role: 'coder' });
    await expect(role).rejects.toThrow(/updates model.layers.1.*which the model does not have/);
  });

  test('an adapter that was never trained', async () => {
    const adapter = copy('adapter');
    const { metadata, tensors } = parseSafetensors(bytes(adapter, 'adapter_model.safetensors'));
    for (const [name, tensor] of tensors) if (name.includes('lora_B')) tensor.bytes.fill(0);
    writeFileSync(join(adapter, 'adapter_model.safetensors'), writeSafetensors({ metadata, tensors }));
    const role = packRole({ mlc: copy('packed'), hf: fixture('tied'), adapter, role: 'coder' });
    await expect(role).rejects.toThrow('changes no integer');
  });
});
