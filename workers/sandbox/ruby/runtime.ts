import snapshot from 'virtual:ruby/snapshot?asset';
import worker from 'virtual:sandbox/worker/ruby';
import wasm from '@ruby/3.4-wasm-wasi/dist/ruby+stdlib.wasm?asset';
import type { Runtime } from '../../../src/sandbox/runtime.ts';
import { importMemory } from '../wasi/import-memory.ts';

export const ruby: Runtime = {
  worker,
  assets: {
    wasm: { asset: wasm, kind: 'wasm', made: importMemory },
    snapshot: { asset: snapshot, kind: 'data' },
  },
};
