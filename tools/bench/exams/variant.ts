import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { knowsPrompt, PROMPT_HASHES } from '../../../src/agents/roles/index.ts';
import { type EngineInfo, ROLES, type Role } from '../../../src/llm/engine.ts';
import type { Asked } from '../../../src/studio/examine/budget.ts';
import { UsageError } from '../../command-line.ts';
import { openEnginePool, type PooledEngine } from '../../engine-pool.ts';

const CONFIG = 'mlc-chat-config.json';

/** What is examined: a model that answers for all four roles in their tuned forms. */
export interface Variant {
  engine: Asked;
  /** Whether requests of no role are answered by the base that the roles were trained on. */
  hasBase: boolean;
  /** Names the weights and packs, so that results of others are not taken for theirs. */
  id: string;
  dispose(): Promise<void>;
}

/** A folder holds no variant; the message says what is missing. */
export class VariantError extends Error {
  override readonly name = 'VariantError';
}

/** What a repository's manifest and catalogue say, hash by hash. */
export function fingerprint(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders)
    for (const file of ['tensor-cache.json', 'quartet.json'])
      if (existsSync(join(folder, file))) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

/** The engine said to have learned all four roles, whose requests of a role are made with `roleOf` it. */
function taught(engine: Asked, roleOf: (role: Role) => Role | null): Asked {
  const packs: EngineInfo['packs'] = ROLES.map((role) => ({
    ...{ role, hash: '', bytes: 0, share: 0 },
    promptHash: PROMPT_HASHES[role],
  }));
  return {
    info: { ...engine.info, packs },
    countTokens: (prompt) => engine.countTokens(prompt),
    submit: (requests, signal) =>
      engine.submit(
        requests.map((request) => ({ ...request, role: request.role && roleOf(request.role) })),
        signal,
      ),
  };
}

const BASE = 'base';

/** One model a role, and one for none. */
function perRole(engines: Record<Role | typeof BASE, PooledEngine>): Asked {
  const one = engines.coder;
  return taught(
    {
      info: one.info,
      countTokens: (prompt) => one.countTokens(prompt),
      async *submit(requests, signal) {
        for (const role of new Set(requests.map((request) => request.role)))
          yield* engines[role ?? BASE].submit(
            requests
              .filter((request) => request.role === role)
              .map((request) => ({ ...request, role: null })),
            signal,
          );
      },
    },
    (role) => role,
  );
}

/**
 * Opens a folder: an MLC repository with four packs; one with a single pack, which then answers for all roles; one
 * without packs, trained on all roles as a whole; or five folders `retriever`, `planner`, `coder`, `debugger` and `base`, each
 * a repository of that role's merged weights, and of those before. Throws `VariantError`.
 */
export async function openVariant(folder: string, threads: number): Promise<Variant> {
  const parts = [...ROLES, BASE] as const;
  const folders = parts.map((part) => join(folder, part));
  if (folders.every((one) => existsSync(join(one, CONFIG)))) {
    const opened = await Promise.all(folders.map((one) => openEnginePool(one, threads)));
    const engines = Object.fromEntries(parts.map((part, i) => [part, opened[i]!]));
    return {
      engine: perRole(engines as Parameters<typeof perRole>[0]),
      hasBase: true,
      id: fingerprint(folders),
      dispose: async () => void (await Promise.all(opened.map((engine) => engine.dispose()))),
    };
  }
  if (!existsSync(join(folder, CONFIG)))
    throw new VariantError(
      `${folder} has neither ${CONFIG} nor one in each of ${parts.join('/, ')}/: train and pack it first.`,
    );
  const pool = await openEnginePool(folder, threads);
  const { packs } = pool.info;
  const stale = packs.find(({ role, promptHash }) => !knowsPrompt(role, promptHash));
  if (stale && packs.length > 1) {
    await pool.dispose();
    throw new VariantError(
      `the ${stale.role}'s pack in ${folder} was trained on another prompt (${stale.promptHash}, here ${PROMPT_HASHES[stale.role]}): train it anew.`,
    );
  }
  const [only] = packs;
  const engine = packs.length > 1 ? pool : taught(pool, () => only?.role ?? null);
  return { engine, hasBase: packs.length > 0, id: fingerprint([folder]), dispose: () => pool.dispose() };
}

/** A variant's name and its folder. */
export type NamedVariant = readonly [name: string, folder: string];

/** What `--variant NAME=DIR` names, or else what training makes. Throws `UsageError`. */
export function namedVariants(
  given: readonly string[] | undefined,
  trained: Readonly<Record<string, string>>,
): NamedVariant[] {
  if (!given) return Object.entries(trained);
  return given.map((text) => {
    const [, name, folder] = text.match(/^([^=]+)=(.+)$/) ?? [];
    if (!name || !folder) throw new UsageError(`--variant takes NAME=DIR, not “${text}”.`);
    return [name, folder];
  });
}

/** The variants that are wanted, one open at a time. What is not there or is no variant is left out, out loud. */
export async function* variants(
  named: readonly NamedVariant[],
  isWanted: (name: string) => boolean,
  threads: number,
): AsyncGenerator<[name: string, variant: Variant]> {
  for (const [name, folder] of named) {
    if (!isWanted(name)) continue;
    const variant = await openVariant(folder, threads).catch((error: Error) => {
      if (!(error instanceof VariantError)) throw error;
      process.stderr.write(`left out: ${name}, for ${error.message}\n`);
      return null;
    });
    if (!variant) continue;
    yield [name, variant];
    await variant.dispose();
  }
}
