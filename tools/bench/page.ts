import type { Source } from '../../src/weights/source.ts';
import { measureModels } from './measure.ts';

/** What `bench-engine.ts` calls in the page: measures a model whose files are given in base64, by path. */
const benchEngine = (files: Record<string, string>) => {
  const source: Source = {
    name: 'model',
    async read(path) {
      const file = files[path];
      return file === undefined ? null : Uint8Array.from(atob(file), (char) => char.charCodeAt(0));
    },
  };
  return measureModels(source);
};

export type BenchEngine = typeof benchEngine;
Object.assign(globalThis, { benchEngine });
