import type { LoadedEngine } from '../../llm/build-pack.ts';
import type { Role } from '../../llm/engine.ts';
import { deletePack, type KeptPack, keepPack, readPack } from '../../store/packs.ts';
import type { AppState } from '../app-state.ts';
import { ChosenPackError } from './dress.ts';

/** A role's pack: the one that came with the model, none, or a kept one by its hash. */
export type Choice = 'own' | null | { hash: string };

/** What a role of the engine's model has now. */
export function choiceFor({ info }: LoadedEngine, role: Role): Choice {
  const pack = info.packs.find((known) => known.role === role);
  if (!pack) return null;
  return info.own.some(({ hash }) => hash === pack.hash) ? 'own' : { hash: pack.hash };
}

/** Puts a pack in the place of a role's, now and when the model is loaded again. Rejects with nothing changed. */
export async function choosePack(
  app: AppState,
  engine: LoadedEngine,
  role: Role,
  choice: Choice,
): Promise<void> {
  const file = choice === 'own' || choice === null ? choice : await readPack(choice.hash);
  if (file === null && choice !== null)
    throw new ChosenPackError('This browser does not keep that pack any more. Bring it again.');
  await engine.setPack(role, file);
  remember(app, engine, role, choice);
}

/** Keeps a pack's file, which the engine checks and tries first, and chooses it for its role. */
export async function addPack(
  app: AppState,
  engine: LoadedEngine,
  role: Role,
  file: Uint8Array<ArrayBuffer>,
  origin: string,
): Promise<KeptPack> {
  const { packs, model, baseHash } = await engine.setPack(role, file);
  const info = packs.find((pack) => pack.role === role)!;
  const pack: KeptPack = { ...info, base: model, baseHash, origin, keptAt: Date.now() };
  await keepPack(pack, file);
  remember(app, engine, role, { hash: pack.hash });
  return pack;
}

/** Deletes a kept pack; a role that has it gets back what came with the model. */
export async function dropPack(app: AppState, engine: LoadedEngine, pack: KeptPack): Promise<void> {
  const choice = choiceFor(engine, pack.role);
  if (choice !== null && choice !== 'own' && choice.hash === pack.hash)
    await choosePack(app, engine, pack.role, 'own');
  await deletePack(pack.hash);
}

function remember(app: AppState, { info }: LoadedEngine, role: Role, choice: Choice): void {
  const { packs } = app.settings.value;
  const { [role]: before, ...others } = packs[info.baseHash] ?? {};
  const hash = choice === null ? null : choice === 'own' ? undefined : choice.hash;
  const chosen = hash === undefined ? others : { ...others, [role]: hash };
  app.changeSettings({ packs: { ...packs, [info.baseHash]: chosen } });
  app.model.changed();
}
