import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CATALOGUE_PATH, type Catalogue } from '../../src/weights/catalogue.ts';
import { CONFIG_PATH } from '../../src/weights/config.ts';
import { floatsToHalves } from '../../src/weights/f16.ts';
import { type LinearLayer, linearLayers, rowsOf, vectorLayers } from '../../src/weights/layers.ts';
import { MANIFEST_PATHS } from '../../src/weights/manifest.ts';
import { GROUP, PER_WORD, quantise } from '../../src/weights/q4f16.ts';
import { chatMl, mlcChatConfig } from './chat-config.ts';
import { Checkpoint } from './checkpoint.ts';
import { readCheckpointConfig } from './checkpoint-config.ts';
import { PackError } from './errors.ts';
import { stackedRows } from './merged.ts';
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
  /** Told how many bytes of the checkpoint have been packed, of how many. */
  onProgress?: (done: number, total: number) => void;
}

/** Turns a Hugging Face Qwen2 or Qwen3 checkpoint into an MLC `q4f16_1` repository. Role packs made before no longer fit. */
export async function packBase({
  hf,
  out,
  model = basename(resolve(out)),
  contextLength,
  onProgress = () => {},
}: BaseOptions): Promise<string> {
  const shape = await readCheckpointConfig(hf);
  if (contextLength) shape.contextLength = contextLength;
  const stops = await stopTokens(hf);
  await mkdir(out, { recursive: true });
  const checkpoint = await Checkpoint.open(hf);
  const shards = new ShardWriter(out);
  let done = 0;
  try {
    for (const layer of linearLayers(shape)) {
      const rows = rowsOf(layer);
      const { words, scales } = await quantiseLayer(checkpoint, layer, (bytes) => {
        done += bytes;
        onProgress(done, checkpoint.bytes);
      });
      await shards.add(`${layer.name}.q_weight`, 'uint32', [rows, layer.columns / PER_WORD], bytesOf(words));
      await shards.add(`${layer.name}.q_scale`, 'float16', [rows, layer.columns / GROUP], bytesOf(scales));
      if (!shape.attentionBias || !layer.name.endsWith('c_attn')) continue;
      const biases: number[] = [];
      for (const part of layer.parts)
        biases.push(...(await checkpoint.floats(`${part.name}.bias`, [part.rows])));
      await shards.add(`${layer.name}.bias`, 'float16', [rows], floatsToHalves(biases));
    }
    for (const { name, length } of vectorLayers(shape)) {
      if (name.endsWith('.bias')) continue;
      const values = await checkpoint.floats(name, [length]);
      await shards.add(name, 'float16', [length], floatsToHalves(values));
    }
    onProgress(checkpoint.bytes, checkpoint.bytes);
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

/** A layer's integers and scales, a few rows at a time. `onBytes` is told of each part of the checkpoint. */
async function quantiseLayer(
  checkpoint: Checkpoint,
  layer: LinearLayer,
  onBytes: (bytes: number) => void,
): Promise<{ words: Uint32Array; scales: Uint16Array }> {
  const rows = rowsOf(layer);
  const words = new Uint32Array((rows * layer.columns) / PER_WORD);
  const scales = new Uint16Array((rows * layer.columns) / GROUP);
  for await (const { row, weights } of stackedRows(checkpoint, layer)) {
    const part = quantise(weights, weights.length / layer.columns, layer.columns);
    words.set(part.words, (row * layer.columns) / PER_WORD);
    scales.set(part.scales, (row * layer.columns) / GROUP);
    onBytes((weights.length * checkpoint.bytes) / checkpoint.count);
  }
  return { words, scales };
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
