import worker from 'virtual:sandbox/worker/javascript-strict';
import wasm from '@jitl/quickjs-wasmfile-release-sync/wasm?asset';
import type { Runtime } from '../../../src/sandbox/runtime.ts';

export const javascriptStrict: Runtime = {
  worker,
  assets: { wasm: { asset: wasm, kind: 'wasm' } },
};
