import type { LoadedEngine } from '../../llm/build-pack.ts';
import { ROLES } from '../../llm/engine.ts';
import { readPack } from '../../store/packs.ts';
import type { Settings } from '../../store/settings.ts';

/** A pack that was chosen for a role and cannot be used; the role keeps the pack that came with the model. */
export class ChosenPackError extends Error {
  override readonly name = 'ChosenPackError';
}

/**
 * Gives an engine the packs that were chosen for its base. What cannot be used is told of and left out: the model is
 * of use without it.
 */
export async function dressEngine(
  engine: LoadedEngine,
  packs: Settings['packs'],
  tell: (error: Error) => void,
): Promise<void> {
  const chosen = packs[engine.info.baseHash] ?? {};
  for (const role of ROLES) {
    const hash = chosen[role];
    if (hash === undefined) continue;
    try {
      await engine.setPack(role, hash === null ? null : await wholePack(hash));
    } catch (error) {
      const why = (error as Error).message;
      tell(new ChosenPackError(`The pack chosen for the ${role} is not on: ${why} Choose one in Roles.`));
    }
  }
}

async function wholePack(hash: string): Promise<Uint8Array<ArrayBuffer>> {
  const file = await readPack(hash);
  if (!file) throw new ChosenPackError('this browser does not keep it any more.');
  return file;
}
