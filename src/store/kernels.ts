import { clear, get, set } from 'idb-keyval';
import { shelf } from './database.ts';

/**
 * The kernels that were the fastest for a model on an adapter. They only save a measurement: where the browser keeps
 * nothing, it is made again.
 */
export const keptKernels = {
  get: (key: string) => get<string>(key, shelf('kernels')).catch(() => undefined),
  set: (key: string, kernels: string) => set(key, kernels, shelf('kernels')).catch(() => {}),
};

/** Has every model measured again when it is loaded next. */
export function forgetKernels(): Promise<void> {
  return clear(shelf('kernels')).catch(() => {});
}
