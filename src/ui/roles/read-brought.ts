import type { SourceFile } from '../../judge/import/source.ts';
import { ROLES, type Role } from '../../llm/engine.ts';
import { headerLength, parseHeader } from '../../weights/safetensors.ts';

/** What a person brought to make a role of: a pack as it is, or an adapter to build one from. */
export type Brought =
  | { kind: 'pack'; name: string; role: Role; file: Uint8Array<ArrayBuffer> }
  | {
      kind: 'adapter';
      name: string;
      config: Uint8Array<ArrayBuffer>;
      weights: Uint8Array<ArrayBuffer>;
      rank: number | null;
      alpha: number | null;
      /** Tensors in its file. */
      tensors: number;
      /** That its folder is named after. */
      role: Role | null;
    };

/** Files that are neither a role pack nor a whole adapter; the message says what is missing. */
export class PackFilesError extends Error {
  override readonly name = 'PackFilesError';
}

const CONFIG = 'adapter_config.json';
const WEIGHTS = 'adapter_model.safetensors';

/** Reads files or a folder. Throws `PackFilesError`, or `SafetensorsError` for a damaged file. */
export async function readBrought(files: readonly SourceFile[]): Promise<Brought> {
  const named = (name: string) => files.filter(({ path }) => lastPart(path) === name);
  const [configs, weights] = [named(CONFIG), named(WEIGHTS)];
  if (configs.length > 1 || weights.length > 1)
    throw new PackFilesError('These are several adapters. Bring one at a time.');
  const [config] = configs;
  const [adapter] = weights;
  if (config && adapter) return readAdapter(config, adapter);
  if (named('adapter_model.bin').length > 0)
    throw new PackFilesError(
      'adapter_model.bin is a pickle, which can run code. Save the adapter as safetensors.',
    );
  if (config) throw new PackFilesError(`${WEIGHTS} is missing beside ${CONFIG}.`);
  if (adapter)
    throw new PackFilesError(`${CONFIG} is missing beside ${WEIGHTS}. Bring both, or their folder.`);
  const packs = files.filter(({ path }) => path.endsWith('.safetensors'));
  const [pack] = packs;
  if (packs.length === 1 && pack) return readPackFile(pack.path, await bytesOf(pack));
  if (packs.length > 1) throw new PackFilesError('These are several files. Bring one role pack at a time.');
  const first = files[0] ? lastPart(files[0].path) : 'Nothing';
  throw new PackFilesError(
    `${first} is no role pack and no adapter. Bring a pack (.safetensors), or ${CONFIG} with ${WEIGHTS}.`,
  );
}

/** A role pack's file; `name` says where it came from. Throws as `readBrought` does. */
export function readPackFile(name: string, file: Uint8Array<ArrayBuffer>): Brought {
  const { metadata, entries } = headerOf(file);
  const role = ROLES.find((known) => known === metadata['role']);
  if (metadata['format']?.startsWith('quartet-role-pack') && role)
    return { kind: 'pack', name: lastPart(name), role, file };
  const isAdapter = entries.some((entry) => entry.name.includes('.lora_'));
  throw new PackFilesError(
    isAdapter
      ? `${lastPart(name)} is an adapter. Bring it with its ${CONFIG}, as ${WEIGHTS}.`
      : `${lastPart(name)} is no role pack: its header does not say so.`,
  );
}

async function readAdapter(configFile: SourceFile, weightsFile: SourceFile): Promise<Brought> {
  const config = await bytesOf(configFile);
  const weights = await bytesOf(weightsFile);
  const { entries } = headerOf(weights);
  const folder = weightsFile.path.slice(0, -WEIGHTS.length).replace(/\/$/, '');
  const settings = settingsOf(config);
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  return {
    ...{ kind: 'adapter', config, weights, tensors: entries.length },
    name: folder || 'an adapter',
    rank: number(settings['r']),
    alpha: number(settings['lora_alpha']),
    role: ROLES.find((role) => folder.includes(role)) ?? null,
  };
}

/** For what is shown alone: the engine reads it again, and says what is wrong with it. */
function settingsOf(config: Uint8Array): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder().decode(config));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function headerOf(file: Uint8Array) {
  const length = headerLength(file);
  return parseHeader(file.subarray(8, 8 + length), file.length - 8 - length);
}

async function bytesOf(file: SourceFile): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of file.chunks()) parts.push(part as Uint8Array<ArrayBuffer>);
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

const lastPart = (path: string) => path.split('/').at(-1)!;
