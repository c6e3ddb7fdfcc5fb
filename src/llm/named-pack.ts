import { sha256 } from 'hash-wasm';
import { type RolePack, RolePackError, readRolePack } from '../roles/pack.ts';
import { countChanged } from '../roles/steps.ts';
import type { Pack } from '../roles/stored-pack.ts';
import type { PackBase } from './build-pack.ts';
import { type PackInfo, ROLES, type Role } from './engine.ts';
import type { Executor } from './executor.ts';
import type { InstalledPack } from './scheduler.ts';

/** A role's pack with what is told of it. */
export interface NamedPack extends InstalledPack {
  info: PackInfo;
}

/** Reads a pack's file, for whatever base it is. Throws `RolePackError`. */
export async function describePack(file: Uint8Array): Promise<{ pack: RolePack; info: PackInfo }> {
  const pack = readRolePack(file);
  const role = ROLES.find((known) => known === pack.role);
  if (!role) throw new RolePackError(`this is a pack for a role that there is not, ${pack.role}`);
  const { promptHash, languages } = pack;
  const about = { role, promptHash, ...(languages && { languages }) };
  return { pack, info: { ...about, hash: await sha256(file), bytes: file.length, share: shareOf(pack) } };
}

/** Reads a pack's file, which must be for the role and for the base. Throws `RolePackError`. */
export async function readNamedPack(
  file: Uint8Array,
  role: Role,
  base: PackBase,
): Promise<NamedPack & { pack: RolePack }> {
  const { pack, info } = await describePack(file);
  if (info.role !== role)
    throw new RolePackError(`this is a pack for the ${info.role}, not the ${role}; give it to that role`);
  if (pack.baseHash !== base.baseHash) {
    throw new RolePackError(
      `the ${role} pack was made for ${pack.base} with other weights; build one for this ${base.model}`,
    );
  }
  return { pack, bytes: file.length, info };
}

/**
 * Hashes on the bare base what a pack edits and `known` does not have yet. Throws `RolePackError` where the base has
 * other weights than the pack was made for, and `EngineError` where it has none of that name.
 */
export async function hashBase(
  executor: Executor,
  { role, weights }: Pack,
  known: Map<string, string>,
): Promise<void> {
  for (const [name, { baseHash }] of weights) {
    const hash = known.get(name) ?? (await executor.hash(name));
    if (hash !== baseHash)
      throw new RolePackError(`the ${role} pack was made for another ${name}; pack it again for this base`);
    known.set(name, hash);
  }
}

/** Of the integers of the weights that a pack edits, the share that it changes. */
function shareOf({ weights }: RolePack): number {
  let changed = 0;
  let all = 0;
  for (const weight of weights.values()) {
    changed += countChanged(weight);
    all += weight.shape[0] * weight.shape[1];
  }
  return all === 0 ? 0 : changed / all;
}
