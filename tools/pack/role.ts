import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { type Adapter, readAdapter } from '../../src/roles/adapter.ts';
import { buildEdit, DEFAULT_BLOCK } from '../../src/roles/build.ts';
import { type EditedWeight, writeRolePack } from '../../src/roles/pack.ts';
import { CATALOGUE_PATH, type PackRecord } from '../../src/weights/catalogue.ts';
import { linearLayers, rowsOf } from '../../src/weights/layers.ts';
import { loadTensors, openRepository } from '../../src/weights/repository.ts';
import { parseSafetensors } from '../../src/weights/safetensors.ts';
import { folderSource } from '../folder-source.ts';
import { Checkpoint, toFloats } from './checkpoint.ts';
import { PackError } from './errors.ts';
import { readStacked } from './merged.ts';

export interface RoleOptions {
  /** The MLC repository whose integers are edited. */
  mlc: string;
  /** The Hugging Face folder with the weights before quantisation. */
  hf: string;
  /** PEFT adapter folder. */
  adapter: string;
  role: string;
  /** `MLC/roles/ROLE.safetensors` by default; within `mlc` it is listed in its `quartet.json`. */
  out?: string;
  promptHash?: string;
}

/** Builds a role pack from a PEFT LoRA adapter and lists it in the repository's `quartet.json`. */
export async function packRole(options: RoleOptions): Promise<string> {
  const { mlc, hf, role, promptHash = '', out = join(mlc, 'roles', `${role}.safetensors`) } = options;
  const repository = await openRepository(folderSource(mlc));
  const { config, manifest, catalogue } = repository;
  const { adapter, adapterHash } = await readAdapterFolder(options.adapter);
  const layers = linearLayers(config.model);
  for (const name of adapter.updates.keys()) {
    const known = layers.some((layer) => layer.parts.some((part) => part.name === name));
    if (!known) throw new PackError(`the adapter updates ${name}, which the model does not have`);
  }
  const tensors = await loadTensors(repository);
  const checkpoint = await Checkpoint.open(hf);
  const weights = new Map<string, EditedWeight>();
  let integers = 0;
  try {
    for (const layer of layers) {
      if (!layer.parts.some((part) => adapter.updates.has(part.name))) continue;
      const base = tensors.quantised(layer.name, rowsOf(layer), layer.columns);
      const edit = buildEdit(base, await readStacked(checkpoint, layer, adapter));
      integers += base.rows * base.columns;
      if (edit) weights.set(layer.name, edit);
    }
  } finally {
    await checkpoint.close();
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
    block: DEFAULT_BLOCK,
    weights,
  });
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, file);
  await list(mlc, out, { role, sha256: sha256(file), promptHash, bytes: file.length });
  const steps = [...weights.values()].reduce((sum, weight) => sum + weight.steps.length, 0);
  const share = ((100 * steps) / integers).toFixed(1);
  return `${out}: ${weights.size} weights, ${steps} steps over ${integers} integers (${share} %), ${file.length} bytes`;
}

async function readAdapterFolder(folder: string): Promise<{ adapter: Adapter; adapterHash: string }> {
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

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
