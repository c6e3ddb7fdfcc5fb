import { type MessagePort, workerData } from 'node:worker_threads';
import { expose } from '../../src/bridge.ts';
import type { Engine } from '../../src/llm/engine.ts';
import { loadNodeEngine } from '../node-engine.ts';

/** One engine in a thread of its own. */
const { folder, port } = workerData as { folder: string; port: MessagePort };

const loaded = loadNodeEngine(folder, { executor: 'cpu' });
// A failure is told by `open`.
loaded.catch(() => {});

/** What a thread of the pool offers. Its engine goes with the thread. */
const api = {
  open: async () => (await loaded).info,
  countTokens: async (prompt: Parameters<Engine['countTokens']>[0]) => (await loaded).countTokens(prompt),
  submit: async (...words: Parameters<Engine['submit']>) => (await loaded).submit(...words),
};
export type EngineThread = typeof api;

expose(api, port as unknown as globalThis.MessagePort);
