import worker from 'virtual:sandbox/worker/javascript-strict';
import wasm from '@jitl/quickjs-wasmfile-release-sync/wasm?url';
import type { Runtime } from '../../../src/sandbox/runtime.ts';

export const javascriptStrict: Runtime = {
  worker,
  assets: { wasm: { url: wasm, kind: 'wasm' } },
  snapshots: false,
};
