import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type Adapter, readAdapter } from '../../src/roles/adapter.ts';
import { DEFAULT_BLOCK, EditBuilder } from '../../src/roles/build.ts';
import { seedOf } from '../../src/roles/dither.ts';
import { type EditedWeight, writeRolePack } from '../../src/roles/pack.ts';
import { CATALOGUE_PATH, type PackRecord } from '../../src/weights/catalogue.ts';
import { linearLayers } from '../../src/weights/layers.ts';
import { openRepository } from '../../src/weights/repository.ts';
import { parseSafetensors } from '../../src/weights/safetensors.ts';
import { folderSource } from '../folder-source.ts';
import { sha256 } from '../sha256.ts';
import { adaptedLayers } from './adapted-layers.ts';
import { Checkpoint, toFloats } from './checkpoint.ts';
import { PackError } from './errors.ts';
import { mergedRows, updateRows } from './merged.ts';

export interface RoleOptions {
  /** The MLC repository whose integers are edited. */
  mlc: string;
  /** The Hugging Face folder with the weights before quantisation; null adds the change to the quantised ones, with a seeded dither. */
  hf: string | null;
  /** PEFT adapter folder. */
  adapter: string;
  role: string;
  /** `MLC/roles/ROLE.safetensors` by default; within `mlc` it is listed in its `quartet.json`. */
  out?: string;
  promptHash?: string;
  /** That the role learned to write, by the sandbox's names. */
  languages?: readonly string[];
  /** Of the dither. */
  seed?: number;
  /** Told how many bytes of the repository have been gone through, of how many. */
  onProgress?: (done: number, total: number) => void;
}

/** Builds a role pack from a PEFT LoRA adapter and lists it in the repository's `quartet.json`. */
export async function packRole(options: RoleOptions): Promise<string> {
  const { mlc, hf, role, promptHash = '', out = join(mlc, 'roles', `${role}.safetensors`) } = options;
  const repository = await openRepository(folderSource(mlc));
  const { config, manifest, catalogue } = repository;
  const { adapter, adapterHash } = await readAdapterFolder(options.adapter);
  const layers = linearLayers(config.model);
  if (config.model.quantisation.startsWith('q0')) {
    const { quantisation } = config.model;
    throw new PackError(`${mlc} is ${quantisation}; a role pack edits four-bit integers, q4f16_1 or q4f32_1`);
  }
  for (const name of adapter.updates.keys()) {
    const known = layers.some((layer) => layer.parts.some((part) => part.name === name));
    if (!known) throw new PackError(`the adapter updates ${name}, which the model does not have`);
  }
  const checkpoint = hf === null ? null : await Checkpoint.open(hf);
  const weights = new Map<string, EditedWeight>();
  let integers = 0;
  try {
    for await (const { layer, base } of adaptedLayers(repository, adapter, options.onProgress)) {
      const builder = new EditBuilder(base);
      if (checkpoint) {
        for await (const { row, weights: merged } of mergedRows(checkpoint, layer, adapter))
          builder.round(row, merged);
      } else {
        const seed = seedOf(layer.name, options.seed ?? 0);
        for (const { row, weights: update } of updateRows(layer, adapter)) builder.dither(row, update, seed);
      }
      integers += base.rows * base.columns;
      const edit = builder.finish();
      if (edit) weights.set(layer.name, edit);
    }
  } finally {
    await checkpoint?.close();
  }
  if (weights.size === 0)
    throw new PackError('the adapter changes no integer; it was not trained, or is far too weak');
  const file = writeRolePack({
    role,
    base: catalogue.model,
    baseHash: manifest.baseHash,
    adapterHash,
    rank: adapter.rank,
    alpha: adapter.alpha,
    promptHash,
    ...(options.languages && { languages: options.languages }),
    block: DEFAULT_BLOCK,
    // In the order of the model's layers, in whatever order they came.
    weights: new Map(layers.flatMap(({ name }) => (weights.has(name) ? [[name, weights.get(name)!]] : []))),
  });
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, file);
  await list(mlc, out, { role, sha256: sha256(file), promptHash, bytes: file.length });
  const steps = [...weights.values()].reduce((sum, weight) => sum + weight.steps.length, 0);
  const share = ((100 * steps) / integers).toFixed(1);
  return `${out}: ${weights.size} weights, ${steps} steps over ${integers} integers (${share} %), ${file.length} bytes`;
}

/** A PEFT folder's adapter, and the hash of its file. Throws `AdapterError`. */
export async function readAdapterFolder(folder: string): Promise<{ adapter: Adapter; adapterHash: string }> {
  const config = JSON.parse(await readFile(join(folder, 'adapter_config.json'), 'utf8'));
  const file = new Uint8Array(await readFile(join(folder, 'adapter_model.safetensors')));
  const { tensors } = parseSafetensors(file);
  return { adapter: readAdapter(config, tensors, toFloats), adapterHash: sha256(file) };
}

/** Puts a pack into `quartet.json` in place of an earlier one of its role; a pack outside the repository is not listed. */
async function list(mlc: string, out: string, record: Omit<PackRecord, 'file'>): Promise<void> {
  const file = relative(resolve(mlc), resolve(out)).split(sep).join('/');
  if (file.startsWith('..')) return;
  const path = join(mlc, CATALOGUE_PATH);
  const catalogue = JSON.parse(await readFile(path, 'utf8')) as { packs: PackRecord[] };
  const others = catalogue.packs.filter((pack) => pack.role !== record.role);
  const { role, sha256, promptHash, bytes } = record;
  const packs = [...others, { role, file, sha256, promptHash, bytes }];
  await writeFile(path, `${JSON.stringify({ ...catalogue, packs }, null, 2)}\n`);
}
