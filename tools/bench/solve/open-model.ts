import { endpointEngine } from '../../../src/endpoint/engine.ts';
import { endpointStream, expectModel } from '../../../src/endpoint/open.ts';
import type { Asked } from '../../../src/studio/examine/budget.ts';
import { openEnginePool } from '../../engine-pool.ts';
import { givenModel } from '../../solve/given-model.ts';
import { fingerprint } from '../exams/variant.ts';

export interface OpenModel {
  engine: Asked;
  /** Names it, so that results of others are not taken for its own. */
  id: string;
  /** Whether it runs on this machine, and what it was trained on, in words, where it says so. */
  here: boolean;
  trainedOn: string | null;
  dispose(): Promise<void>;
}

/** A model as `npm run solve --model` takes it: a folder, in several threads, or an endpoint. */
export async function openModel(
  name: string,
  { threads, context, key }: { threads: number; context: number; key: string },
): Promise<OpenModel> {
  const { model } = givenModel(name, context, key);
  if ('baseUrl' in model) {
    const pool = await openEnginePool(name, threads);
    const { trainedOn } = pool.info;
    return { engine: pool, id: fingerprint([name]), here: true, trainedOn, dispose: () => pool.dispose() };
  }
  const { endpoint } = model;
  await expectModel(endpoint, endpoint.model, fetch, new AbortController().signal);
  const { host } = new URL(endpoint.url);
  const engine = endpointEngine(endpointStream(endpoint, fetch), { ...endpoint, host });
  return { engine, id: name, here: false, trainedOn: null, dispose: () => engine.dispose() };
}
