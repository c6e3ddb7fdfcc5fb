import worker from 'virtual:sandbox/worker/lua';
import wasm from 'wasmoon/dist/glue.wasm?asset';
import type { Runtime } from '../../../src/sandbox/runtime.ts';

export const lua: Runtime = { worker, assets: { wasm: { asset: wasm, kind: 'wasm' } } };
