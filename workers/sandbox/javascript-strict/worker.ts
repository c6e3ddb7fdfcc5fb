import base from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core';
import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { MemoryCap } from '../memory-cap.ts';
import { openPort } from '../port.ts';
import { serve } from './endpoint.ts';

/** The strict JavaScript worker inside the isolated frame: QuickJS, compiled once in the frame. */
openPort(async (port, assets, shared) => {
  const memory = new MemoryCap();
  const variant = newVariant(base, { wasmModule: assets['wasm'] as WebAssembly.Module });
  const post = (message: FromWorker): void => port.postMessage(message);
  const answer = await serve(() => newQuickJSWASMModuleFromVariant(variant), post, memory, shared);
  port.onmessage = (event: MessageEvent<ToWorker>) => answer(event.data);
  post({ type: 'ready' });
});
