import { parametersOf, storedBytes } from '../weights/manifest.ts';
import { openRepository, readFile, readPackFile } from '../weights/repository.ts';
import type { Source } from '../weights/source.ts';
import type { LoadedEngine } from './build-pack.ts';
import { createEngine, type EngineParts } from './create-engine.ts';
import { ROLES, type Role } from './engine.ts';
import { readNamedPack } from './named-pack.ts';
import { type ExecutorOptions, openExecutor } from './open-executor.ts';
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
  const repository = await openRepository(source, signal);
  const { config, catalogue, manifest } = repository;
  const tokenizer = createTokenizer(await readFile(source, 'tokenizer.json', signal));
  const base = { model: catalogue.model, baseHash: manifest.baseHash, config: config.model };
  const packs: EngineParts['packs'] = new Map(
    await Promise.all(
      catalogue.packs.filter(isKnown).map(async (record) => {
        const pack = await readNamedPack(await readPackFile(source, record, signal), record.role, base);
        return [record.role, pack] as const;
      }),
    ),
  );
  let note = '';
  const onGpuFailure = ({ message }: Error) => {
    note = ` (not the GPU: ${message})`;
  };
  const executor = await openExecutor(repository, { onGpuFailure, ...options }, signal);
  if (signal?.aborted) executor.dispose();
  signal?.throwIfAborted();
  const engine = createEngine({
    executor,
    adapter: executor.adapter + note,
    tokenizer,
    template: config.template,
    base,
    trainedOn: catalogue.trainedOn,
    parameters: parametersOf(manifest),
    weightBytes: storedBytes(manifest),
    packs,
    guessing: options.guessing ?? true,
  });
  engine.catch(() => executor.dispose());
  return engine;
}

function isKnown<T extends { role: string }>(record: T): record is T & { role: Role } {
  return (ROLES as readonly string[]).includes(record.role);
}
