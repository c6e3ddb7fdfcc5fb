import { MlcModel } from '../../src/llm/mlc/model.ts';
import type { Gpu } from '../../src/llm/wgsl/gpu.ts';
import { createModelStore } from '../../src/models/create-store.ts';
import { withKeptModel } from '../../src/models/kept-source.ts';
import { storedPath } from '../../src/models/record.ts';
import { openFolders } from '../../src/models/storage.ts';
import { openAnyRepository } from '../../src/weights/repository.ts';
import { webLlmHost } from '../../workers/llm/web-llm.ts';

const ID = 'lab';
const SHARD = 'params_shard_0.bin';
const never = new AbortController().signal;
const { gpu = null } = navigator as { gpu?: Gpu };

/** What came of a model that was kept on the device, damaged there, repaired and deleted. */
export interface Kept {
  /** How it loaded each time: `loaded`, or the name and message of the error. */
  whole: string;
  flipped: string;
  cut: string;
  repaired: string;
  /** Files that the check named when a shard was flipped. */
  named: string[];
  /** What is left after its deletion: files of the store, and caches of web-llm. */
  left: string[];
}

/** Keeps the model at `url` as the page does, and loads it from there alone. */
export async function keepAndDamage(url: string, library: string): Promise<Kept> {
  const folders = await openFolders();
  const store = createModelStore(folders);
  const outside = (address: string, init: RequestInit) => fetch(address, init);
  await all(store.download({ url, id: ID, library: { url: `${url}/${library}` } }, outside, never));
  const whole = await load();
  const bytes = new Uint8Array(await (await folders.read(ID, storedPath(SHARD)))!.arrayBuffer());
  const write = (changed: Uint8Array<ArrayBuffer>) =>
    folders.write(
      ID,
      storedPath(SHARD),
      (async function* () {
        yield changed;
      })(),
    );
  await write(bytes.slice(0, bytes.length >> 1));
  const cut = await load();
  bytes[bytes.length >> 1] ^= 1;
  await write(bytes);
  const flipped = await load();
  const checked = await all(store.check(ID, never));
  const named = checked.flatMap((event) => (event.type === 'damaged' ? event.file : []));
  await all(store.repair(ID, outside, never));
  const repaired = await load();
  await store.remove(ID);
  const left = [...(await folders.sizes(ID)).keys(), ...(await caches.keys())];
  return { whole, flipped, cut, repaired, named, left };
}

async function load(): Promise<string> {
  try {
    await withKeptModel(ID, { shards: 'reader' }, async ({ source, library }) => {
      const repository = await openAnyRepository(source);
      (await MlcModel.load(repository, { library: library!, gpu, host: webLlmHost })).dispose();
    });
    return 'loaded';
  } catch (error) {
    const { name, message } = error as Error;
    return `${name}: ${message}`;
  }
}

async function all<E>(events: AsyncIterable<E>): Promise<E[]> {
  const seen: E[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}
