import type { SolveEvent } from '../../agents/events.ts';
import type { LoadedEngine } from '../../llm/build-pack.ts';
import { ROLES } from '../../llm/engine.ts';
import { readPack } from '../../store/packs.ts';
import { EMBEDDED_MODEL } from '../../store/settings.ts';
import type { AppState } from '../app-state.ts';
import { whenReady } from '../loading.ts';

type Started = Extract<SolveEvent, { type: 'started' }>;

/** A run cannot be made again as it was: its model, kernels or packs are not to be had here. */
export class RecordedRunError extends Error {
  override readonly name = 'RecordedRunError';
  constructor(why: string, cause?: unknown) {
    super(`This run cannot be made again as it was: ${why}`, { cause });
  }
}

/**
 * Has the page use the model, kernels and packs that a run began with; the settings stay as they are. What of it is in
 * use already is left alone. Rejects with `RecordedRunError`.
 */
export async function loadAsRecorded(app: AppState, started: Started): Promise<void> {
  const engine = await withKernels(app, started);
  if (started.base && started.base !== engine.info.baseHash)
    throw new RecordedRunError(
      `it ran the weights ${started.base.slice(0, 12)} of ${started.model}, and here they are ${engine.info.baseHash.slice(0, 12)}.`,
    );
  for (const role of ROLES) {
    const wanted = started.packs.find((pack) => pack.role === role)?.hash ?? null;
    const has = engine.info.packs.find((pack) => pack.role === role)?.hash ?? null;
    if (wanted === has) continue;
    const own = engine.info.own.some(({ hash }) => hash === wanted);
    const file = wanted === null || own ? null : await readPack(wanted);
    if (wanted !== null && !own && !file)
      throw new RecordedRunError(`the ${role}'s pack ${wanted.slice(0, 12)} is not kept in this browser.`);
    await engine.setPack(role, own ? 'own' : file).catch((cause: Error) => {
      throw new RecordedRunError(`${cause.message}.`, cause);
    });
    app.model.changed();
  }
}

/** The engine of the recorded model with the recorded kernels, loaded where it is not in use. */
async function withKernels(app: AppState, { model, kernels }: Started): Promise<LoadedEngine> {
  const { engine: now } = app.model;
  if (now.value.is === 'ready' && isOf(now.value.value, model, kernels)) return now.value.value;
  app.model.use({ model: await idOf(app, model), executor: kernels });
  const engine = await whenReady(now).catch((cause: Error) => {
    throw new RecordedRunError(`${cause.message}. Choose in Models what to go on with.`, cause);
  });
  if (isOf(engine, model, kernels)) return engine;
  const { info } = engine;
  throw new RecordedRunError(
    `it ran ${model} with the kernels ${kernels}, and here it is ${info.model} with ${info.kernels}.`,
  );
}

const isOf = ({ info }: LoadedEngine, model: string, kernels: string) =>
  info.model === model && info.kernels === kernels;

/** Under which name a model is to be had; its files may call it otherwise than the store does. */
async function idOf(app: AppState, model: string): Promise<string> {
  if (model === EMBEDDED_MODEL) return model;
  const { engine, choice } = app.model;
  if (engine.value.is === 'ready' && engine.value.value.info.model === model && choice.value)
    return choice.value.model;
  const kept = await app.models.list();
  if (kept.some(({ id, state }) => id === model && state === 'whole')) return model;
  throw new RecordedRunError(`${model} is not on this device. Download or import it in Models.`);
}
