import type { MlcHost, ServedFiles } from '../../src/llm/mlc/host.ts';

/** web-llm in this worker or page. It is read when it is first asked for. */
export const webLlmHost: MlcHost = {
  async createEngine(settings) {
    const { MLCEngine } = await import('./web-llm-library.ts');
    return new MLCEngine(settings);
  },

  async serving(files, work) {
    // The browser's own stands on the global object itself, or on its prototype.
    const own = Object.getOwnPropertyDescriptor(globalThis, 'caches');
    Object.defineProperty(globalThis, 'caches', { value: cachesOf(files), configurable: true });
    try {
      return await work();
    } finally {
      if (own) Object.defineProperty(globalThis, 'caches', own);
      else Reflect.deleteProperty(globalThis, 'caches');
    }
  },
};

/** The browser's `caches` as far as web-llm uses them: they hold every file, under any cache's name. */
function cachesOf(files: ServedFiles) {
  const addressOf = (request: Request | string) => (typeof request === 'string' ? request : request.url);
  const cache = {
    async match(request: Request | string) {
      const read = files.get(addressOf(request));
      // Read when its content is asked for: web-llm looks once whether it is there, and then again for what it is.
      return (
        read && { arrayBuffer: async () => (await read()).buffer, json: async () => parse(await read()) }
      );
    },
    async add(request: Request | string) {
      throw new TypeError(`${addressOf(request)} is not among the model's files`);
    },
    keys: async () => [...files.keys()].map((url) => ({ url })),
    delete: async () => false,
  };
  return { open: async () => cache };
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}
