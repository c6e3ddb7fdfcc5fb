import { LuaWasm } from 'wasmoon';
import type { FromWorker, ToWorker } from '../../../src/sandbox/protocol.ts';
import { MemoryCap } from '../memory-cap.ts';
import { openPort } from '../port.ts';
import { serve } from './endpoint.ts';

/** The Lua worker inside the isolated frame: its WebAssembly comes from the page, compiled once in the frame. */
openPort(async (port, assets, shared) => {
  const module = assets['wasm'] as WebAssembly.Module;
  const memory = new MemoryCap();
  Object.assign(self, { fetch: async () => new Response() });
  WebAssembly.instantiateStreaming = async (_source, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports),
  });
  const create = (): Promise<LuaWasm> => LuaWasm.initialize('glue.wasm');
  const post = (message: FromWorker): void => port.postMessage(message);
  const answer = serve(create, await create(), post, memory, shared);
  port.onmessage = (event: MessageEvent<ToWorker>) => answer(event.data);
  post({ type: 'ready' });
});
