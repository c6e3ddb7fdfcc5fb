import type { ModelFolders } from './folders.ts';

/** A cache a model; the rest of its name is the model's. */
const PREFIX = 'quartet-models/';
/** Cache storage keeps answers to requests, so a path is dressed as an address that nobody asks for. */
const BASE = 'https://models.invalid/';

/** Keeps models in Cache storage. A file stands in memory once while it is written. */
export function cacheFolders(): ModelFolders {
  // Taken now: while web-llm loads a model out of these files, it is shown others by the same global name.
  const storage = caches;
  const cacheOf = async (model: string): Promise<Cache | null> =>
    (await storage.has(PREFIX + model)) ? storage.open(PREFIX + model) : null;
  return {
    backend: 'cache',
    async models() {
      const names = (await storage.keys()).filter((name) => name.startsWith(PREFIX));
      return names.map((name) => name.slice(PREFIX.length)).sort();
    },
    async sizes(model) {
      const cache = await cacheOf(model);
      const sizes = new Map<string, number>();
      for (const request of (await cache?.keys()) ?? []) {
        const answer = await cache?.match(request);
        sizes.set(pathOf(request), Number(answer?.headers.get('content-length')));
      }
      return sizes;
    },
    async read(model, path) {
      const answer = await (await cacheOf(model))?.match(addressOf(path));
      return (await answer?.blob()) ?? null;
    },
    async write(model, path, chunks) {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      for await (const chunk of chunks) parts.push(chunk);
      const body = new Blob(parts);
      const headers = { 'content-length': String(body.size) };
      const cache = await storage.open(PREFIX + model);
      await cache.put(addressOf(path), new Response(body, { headers }));
    },
    async remove(model, path) {
      await (await cacheOf(model))?.delete(addressOf(path));
    },
    async removeModel(model) {
      await storage.delete(PREFIX + model);
    },
  };
}

const addressOf = (path: string) => BASE + path.split('/').map(encodeURIComponent).join('/');
const pathOf = ({ url }: Request) => url.slice(BASE.length).split('/').map(decodeURIComponent).join('/');
