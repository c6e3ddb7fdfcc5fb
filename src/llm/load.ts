import { readRolePack } from '../roles/pack.ts';
import { storedPack } from '../roles/stored-pack.ts';
import type { PackRecord } from '../weights/catalogue.ts';
import { parametersOf, storedBytes } from '../weights/manifest.ts';
import { openAnyRepository, readFile, readPackFile } from '../weights/repository.ts';
import type { Source } from '../weights/source.ts';
import type { LoadedEngine, PackBase } from './build-pack.ts';
import { createEngine } from './create-engine.ts';
import { ROLES, type Role } from './engine.ts';
import type { Executor } from './executor.ts';
import { type NamedPack, readNamedPack } from './named-pack.ts';
import { type ExecutorOptions, openExecutor } from './open-executor.ts';
import { thinkingMarks } from './thinking.ts';
import { createTokenizer } from './tokenizer.ts';

export interface LoadOptions extends ExecutorOptions {
  /** Whether tokens are guessed from the prompt; true by default. The answers are the same either way. */
  guessing?: boolean;
}

/** Loads a model with its role packs. Rejects with `WeightsError`, `RolePackError` or `EngineError`. */
export async function loadEngine(
  source: Source,
  options: LoadOptions = {},
  signal?: AbortSignal,
): Promise<LoadedEngine> {
  const repository = await openAnyRepository(source, signal);
  const { config, catalogue, manifest } = repository;
  const tokenizer = createTokenizer(await readFile(source, 'tokenizer.json', signal));
  const thinking = await thinkingMarks(tokenizer, source, signal);
  const base = { model: catalogue.model, baseHash: manifest.baseHash, config: config.model };
  let note = '';
  const onGpuFailure = ({ message }: Error) => {
    note = ` (not the GPU: ${message})`;
  };
  const onLibraryFailure = ({ message }: Error) => {
    note = ` (not its compiled library: ${message})`;
  };
  const executor = await openExecutor(repository, { onGpuFailure, onLibraryFailure, ...options }, signal);
  try {
    const packs = new Map<Role, NamedPack>();
    for (const record of catalogue.packs.filter(isKnown))
      packs.set(record.role, await loadPack(source, record, base, executor, signal));
    signal?.throwIfAborted();
    return await createEngine({
      executor,
      adapter: executor.adapter + note,
      tokenizer,
      template: config.template,
      thinking,
      base,
      trainedOn: catalogue.trainedOn,
      parameters: parametersOf(manifest),
      weightBytes: storedBytes(manifest),
      packs,
      guessing: options.guessing ?? true,
    });
  } catch (error) {
    executor.dispose();
    throw error;
  }
}

/** A pack that is with the executor, and read again where that had no room to keep it: none is held here. */
async function loadPack(
  source: Source,
  record: PackRecord & { role: Role },
  base: PackBase,
  executor: Executor,
  signal?: AbortSignal,
): Promise<NamedPack> {
  const named = await readNamedPack(await readPackFile(source, record, signal), record.role, base);
  const pack = storedPack(named.pack, async () => readRolePack(await readPackFile(source, record)));
  await executor.place(pack);
  return { ...named, pack };
}

function isKnown<T extends { role: string }>(record: T): record is T & { role: Role } {
  return (ROLES as readonly string[]).includes(record.role);
}
