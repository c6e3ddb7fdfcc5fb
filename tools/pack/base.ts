import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CATALOGUE_PATH, type Catalogue } from '../../src/weights/catalogue.ts';
import { CONFIG_PATH } from '../../src/weights/config.ts';
import { floatsToHalves } from '../../src/weights/f16.ts';
import { linearLayers, normLayers, rowsOf } from '../../src/weights/layers.ts';
import { MANIFEST_PATHS } from '../../src/weights/manifest.ts';
import { quantise } from '../../src/weights/q4f16.ts';
import { Checkpoint } from './checkpoint.ts';
import { PackError } from './errors.ts';
import { readStacked } from './merged.ts';
import { chatMl, mlcChatConfig, readQwen2Config } from './qwen2.ts';
import { ShardWriter } from './shards.ts';

const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json'];

export interface BaseOptions {
  /** Hugging Face folder. */
  hf: string;
  out: string;
  /** Model id; the name of `out` by default. */
  model?: string;
  /** Where the context is cut; the checkpoint's own length by default. */
  contextLength?: number;
}

/** Turns a Hugging Face Qwen2 checkpoint into an MLC `q4f16_1` repository. Role packs made before no longer fit. */
export async function packBase({
  hf,
  out,
  model = basename(resolve(out)),
  contextLength,
}: BaseOptions): Promise<string> {
  const shape = await readQwen2Config(hf);
  if (contextLength) shape.contextLength = contextLength;
  const stops = await stopTokens(hf);
  await mkdir(out, { recursive: true });
  const checkpoint = await Checkpoint.open(hf);
  const shards = new ShardWriter(out);
  try {
    for (const layer of linearLayers(shape)) {
      const rows = rowsOf(layer);
      const { words, scales } = quantise(await readStacked(checkpoint, layer), rows, layer.columns);
      await shards.add(`${layer.name}.q_weight`, 'uint32', [rows, layer.columns / 8], bytesOf(words));
      await shards.add(`${layer.name}.q_scale`, 'float16', [rows, layer.columns / 32], bytesOf(scales));
      if (!layer.name.endsWith('c_attn')) continue;
      const biases: number[] = [];
      for (const part of layer.parts)
        biases.push(...(await checkpoint.floats(`${part.name}.bias`, [part.rows])));
      await shards.add(`${layer.name}.bias`, 'float16', [rows], floatsToHalves(biases));
    }
    for (const name of normLayers(shape)) {
      const weights = await checkpoint.floats(name, [shape.hiddenSize]);
      await shards.add(name, 'float16', [shape.hiddenSize], floatsToHalves(weights));
    }
  } finally {
    await checkpoint.close();
  }
  const manifest = await shards.finish();
  await writeJson(join(out, MANIFEST_PATHS[0]), manifest);
  await writeJson(join(out, CONFIG_PATH), mlcChatConfig(shape, chatMl(stops), TOKENIZER_FILES));
  for (const file of TOKENIZER_FILES) await copyFile(join(hf, file), join(out, file));
  await writeJson(join(out, CATALOGUE_PATH), { ...(await earlierCatalogue(out)), model, packs: [] });
  return `${out}: ${manifest.metadata.ParamSize} tensors, ${manifest.metadata.ParamBytes} bytes, stop tokens ${stops}`;
}

/** `<|im_end|>` and the checkpoint's own end-of-sequence tokens. */
async function stopTokens(hf: string): Promise<number[]> {
  const tokenizer = await readJson(join(hf, 'tokenizer.json'));
  if (!tokenizer) throw new PackError(`${hf} has no tokenizer.json; only fast tokenizers are packed`);
  const added = tokenizer['added_tokens'] as { content: string; id: number }[];
  const end = added.find((token) => token.content === '<|im_end|>');
  if (!end) throw new PackError('the tokenizer has no added token <|im_end|>, which ends a message');
  const generation = await readJson(join(hf, 'generation_config.json'));
  const config = await readJson(join(hf, 'config.json'));
  const eos = [generation?.['eos_token_id'] ?? config?.['eos_token_id'] ?? []].flat() as number[];
  return [...new Set([end.id, ...eos])];
}

/** What people wrote into `quartet.json` stays when a base is packed again. */
async function earlierCatalogue(out: string): Promise<Partial<Catalogue>> {
  const earlier = (await readJson(join(out, CATALOGUE_PATH))) as Partial<Catalogue> | null;
  return { card: earlier?.card ?? 'README.md', trainedOn: earlier?.trainedOn ?? null };
}

async function readJson(path: string): Promise<Record<string, unknown> | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null ? null : JSON.parse(text);
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 2)}\n`);
}

function bytesOf(view: Uint32Array | Uint16Array): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
