import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cdp, commands } from 'vitest/browser';
import { cacheFolders } from '../../src/models/cache-storage.ts';
import { createModelStore } from '../../src/models/create-store.ts';
import { withKeptModel } from '../../src/models/kept-source.ts';
import { opfsFolders } from '../../src/models/opfs.ts';
import { storedPath } from '../../src/models/record.ts';
import type { CheckEvent, InstallEvent, ModelStore } from '../../src/models/store.ts';
import type { Gate } from '../../src/outside/gate.ts';
import { outsideFetch } from '../../src/outside/outside-fetch.ts';
import { remoteModels } from '../../src/remote-models.ts';
import { webLlmHost } from '../../workers/llm/web-llm.ts';

const ID = 'tiny-q4f16_1-MLC';
const SHARD = 'params_shard_3.bin';
const never = new AbortController().signal;

let host = '';
let asked: string[] = [];
const gate: Gate = { pass: async (url) => void asked.push(url), sentOn: () => {} };
const start = () =>
  new Worker(new URL('../../workers/models.worker.ts', import.meta.url), { type: 'module' });

/** As the page uses it; and over Cache storage, as a browser without the file system gets it. */
const inWorker = remoteModels(start, gate);
const overCache = createModelStore(cacheFolders());
const fetchOutside = (url: string, init: RequestInit) => outsideFetch(gate, 'a model', url, init);
const inCache: ModelStore = {
  ...overCache,
  persist: async () => false,
  download: (wanted, signal) => overCache.download(wanted, fetchOutside, signal),
  repair: (id, signal, files) => overCache.repair(id, fetchOutside, signal, files),
};

const wanted = () => ({ url: host, library: { url: `${host}tiny-webgpu.wasm` } });

async function all<E>(events: AsyncIterable<E>): Promise<E[]> {
  const seen: E[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

/** Downloads it whole, then writes other bytes over one file, as a failing disk would. */
async function damage(path: string, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) {
  const folders = await opfsFolders();
  const bytes = new Uint8Array(await (await folders.read(ID, storedPath(path)))!.arrayBuffer());
  await folders.write(
    ID,
    storedPath(path),
    (async function* () {
      yield change(bytes);
    })(),
  );
}

const flip = (bytes: Uint8Array<ArrayBuffer>) => bytes.map((byte, i) => (i === 77 ? byte ^ 1 : byte));

async function brought() {
  const files = await commands.hostFiles();
  return files.map(({ path, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return { path: `My models/tiny-q4f16_1-MLC/${path}`, file: new File([bytes], path) };
  });
}

beforeAll(async () => {
  host = await commands.openModelHost();
});

beforeEach(async () => {
  await commands.setHostFaults([]);
  for (const store of [inWorker, inCache]) for (const { id } of await store.list()) await store.remove(id);
  await commands.takeHostHits();
  asked = [];
});

afterEach(() => cdp().send('Storage.overrideQuotaForOrigin', { origin: location.origin }));

describe.each([
  ['opfs', inWorker],
  ['cache', inCache],
] as const)('a model in %s', (backend, store) => {
  test('comes whole, with progress, and is listed with its size and what it is', async () => {
    const events = await all(store.download(wanted(), never));
    expect(events[0]).toMatchObject({ type: 'planned', files: 10 });
    const progress = events.filter((event) => event.type === 'progress');
    expect(progress.at(-1)).toMatchObject({ filesDone: 10, files: 10, secondsLeft: 0 });
    const { total } = events[0] as Extract<InstallEvent, { type: 'planned' }>;
    expect(progress.map(({ done }) => done)).toEqual(progress.map(({ done }) => done).sort((a, b) => a - b));
    expect(progress.at(-1)!.done).toBe(total);
    expect(await store.list()).toMatchObject([
      {
        ...{ id: ID, state: 'whole', bytes: total, totalBytes: total, files: 10, filesKept: 10 },
        origin: { kind: 'network', url: host },
        library: 'library/tiny-webgpu.wasm',
        about: { type: 'qwen2', quantisation: 'q4f16_1', contextLength: 4096, roles: [] },
      },
    ]);
    expect(await store.space()).toMatchObject({ backend, models: total });
  });

  test('goes on where its download was broken off, and asks for nothing twice', async () => {
    await commands.setHostFaults([{ path: SHARD, fault: 'stalls' }]);
    const stop = new AbortController();
    const cut = (async () => {
      for await (const event of store.download(wanted(), stop.signal))
        if (event.type === 'progress' && event.filesDone === 9) stop.abort();
    })();
    await expect(cut).rejects.toMatchObject({ name: 'AbortError' });
    expect(await store.list()).toMatchObject([{ state: 'incomplete', files: 10, filesKept: 9 }]);
    await commands.takeHostHits();
    // Without saying again where the library is.
    const events = await all(store.download({ url: host }, never));
    expect(events[0]).toMatchObject({ type: 'planned', files: 10 });
    expect(events.at(-1)).toMatchObject({ type: 'installed', model: { state: 'whole', filesKept: 10 } });
    expect(await commands.takeHostHits()).toEqual([SHARD]);
  });

  test('is deleted without a trace', async () => {
    await all(store.download(wanted(), never));
    await store.remove(ID);
    expect(await store.list()).toEqual([]);
    expect((await store.space()).models).toBe(0);
    const folders = backend === 'opfs' ? await opfsFolders() : cacheFolders();
    expect(await folders.sizes(ID)).toEqual(new Map());
    expect(await folders.models()).toEqual([]);
  });
});

test('a model in Cache storage can be read while web-llm is shown its files in the place of the caches', async () => {
  await all(inCache.download(wanted(), never));
  const folders = cacheFolders();
  const shard = await webLlmHost.serving(new Map(), () => folders.read(ID, storedPath(SHARD)));
  expect(shard?.size).toBe(300_000);
  expect(caches).toBeInstanceOf(CacheStorage);
});

test.each([
  ['damaged', /MD5/],
  ['cut', /150000 bytes where 300000/],
  ['html', /web page/],
  ['broken', /connection broke/],
] as const)(
  'a shard that arrives %s is fetched once more, and kept when that is whole',
  async (fault, words) => {
    await commands.setHostFaults([{ path: SHARD, fault }]);
    const events = await all(inWorker.download(wanted(), never));
    const again = events.filter((event) => event.type === 'again');
    expect(again).toEqual([{ type: 'again', file: SHARD, fault: expect.stringMatching(words) }]);
    expect(events.at(-1)).toMatchObject({ type: 'installed', model: { state: 'whole' } });
    expect(await all(inWorker.check(ID, never))).toContainEqual({ type: 'checked', damaged: [] });
  },
);

test('a shard that stays damaged is named, and none of it is kept', async () => {
  await commands.setHostFaults([{ path: SHARD, fault: 'damaged', always: true }]);
  await expect(all(inWorker.download(wanted(), never))).rejects.toMatchObject({
    name: 'WeightsError',
    path: SHARD,
    message: expect.stringMatching(/MD5.*take a mirror/),
  });
  const [model] = await inWorker.list();
  expect(model).toMatchObject({ state: 'incomplete' });
  const report = await all(inWorker.check(ID, never));
  expect(report).toContainEqual({ type: 'damaged', file: SHARD, fault: 'it is missing' });
});

test('damage on the disk is found by name, and repair brings only that again', async () => {
  await all(inWorker.download(wanted(), never));
  await damage(SHARD, flip);
  await damage('params_shard_1.bin', (bytes) => bytes.slice(0, 1000));
  await damage('ndarray-cache.json', flip);
  await damage('library/tiny-webgpu.wasm', (bytes) => bytes.map(() => 7));
  const report: CheckEvent[] = await all(inWorker.check(ID, never));
  const damaged = [
    { file: 'ndarray-cache.json', fault: expect.stringMatching(/SHA-256/) },
    { file: 'library/tiny-webgpu.wasm', fault: expect.stringMatching(/SHA-256/) },
    { file: 'params_shard_1.bin', fault: 'it has 1000 bytes where 300000 are needed' },
    { file: SHARD, fault: expect.stringMatching(/MD5/) },
  ];
  expect(report.at(-1)).toEqual({ type: 'checked', damaged });
  await commands.takeHostHits();
  const events = await all(inWorker.repair(ID, never));
  expect(events.at(-1)).toMatchObject({ type: 'installed', model: { state: 'whole' } });
  const hits = await commands.takeHostHits();
  expect(hits.sort()).toEqual(['ndarray-cache.json', 'params_shard_1.bin', SHARD, 'tiny-webgpu.wasm']);
  expect((await all(inWorker.check(ID, never))).at(-1)).toEqual({ type: 'checked', damaged: [] });
});

test('a kept model is read without the network, and damage is told before it is used', async () => {
  await all(inWorker.download(wanted(), never));
  await commands.takeHostHits();
  const read = (path: string, shards: 'here' | 'reader') =>
    withKeptModel(ID, { shards }, async ({ source }) => (await source.read(path))?.length ?? null);
  expect(await read(SHARD, 'here')).toBe(300_000);
  expect(await read('README.md', 'here')).toBe(null);
  await damage(SHARD, flip);
  await expect(read(SHARD, 'here')).rejects.toMatchObject({
    name: 'DamagedModelError',
    message: expect.stringMatching(/params_shard_3\.bin: its MD5.*repair it/),
  });
  // A reader that compares hashes itself asks afresh for what it found damaged.
  expect(await read(SHARD, 'reader')).toBe(300_000);
  await damage(SHARD, (bytes) => bytes.slice(1));
  await expect(read('mlc-chat-config.json', 'reader')).rejects.toMatchObject({
    damaged: [{ file: SHARD, fault: 'it has 299999 bytes where 300000 are needed' }],
  });
  expect(await commands.takeHostHits()).toEqual([]);
});

test('files on disk are copied in, with no request, from whatever folder they came in', async () => {
  const files = await brought();
  const events = await all(inWorker.bring(files, never));
  expect(events.at(-1)).toMatchObject({
    type: 'installed',
    model: { id: ID, origin: { kind: 'files' }, state: 'whole', library: 'library/tiny-webgpu.wasm' },
  });
  await damage(SHARD, flip);
  await expect(all(inWorker.repair(ID, never))).rejects.toThrow('came from files on disk: choose them again');
  await all(inWorker.repair(ID, never, files));
  expect((await all(inWorker.check(ID, never))).at(-1)).toEqual({ type: 'checked', damaged: [] });
  expect(await commands.takeHostHits()).toEqual([]);
  expect(asked).toEqual([]);
});

test('a file that lies in parts is joined, and its hash is that of the whole', async () => {
  const files = (await brought()).flatMap(({ path, file }) => {
    if (!path.endsWith(SHARD)) return [{ path, file }];
    const parts = [file.slice(0, 100_000), file.slice(100_000, 200_001), file.slice(200_001)];
    return parts.map((part, i) => ({ path: `${path}.part${i}`, file: new File([part], 'part') }));
  });
  const folder = files[0]!.path.slice(0, files[0]!.path.lastIndexOf('/') + 1);
  const catalogue = JSON.stringify({ model: ID, packs: [], parts: { [SHARD]: 3 } });
  files.push({ path: `${folder}quartet.json`, file: new File([catalogue], 'quartet.json') });
  await all(inWorker.bring(files, never));
  expect((await all(inWorker.check(ID, never))).at(-1)).toEqual({ type: 'checked', damaged: [] });
  await inWorker.remove(ID);
  const without = files.filter(({ path }) => !path.endsWith('.part1'));
  await expect(all(inWorker.bring(without, never))).rejects.toThrow(
    `${SHARD}.part1: it is missing from ${ID}`,
  );
});

test('files that are no whole model are refused by name', async () => {
  const files = await brought();
  const without = (name: string) => files.filter(({ path }) => !path.endsWith(name));
  const bring = (some: typeof files) => all(inWorker.bring(some, never));
  await expect(bring(without('mlc-chat-config.json'))).rejects.toThrow(/no mlc-chat-config\.json/);
  await expect(bring(without('ndarray-cache.json'))).rejects.toThrow(/no repository in MLC’s format|convert/);
  await expect(bring(without('tokenizer.json'))).rejects.toThrow(/tokenizer\.json: it is missing/);
  await expect(bring(without(SHARD))).rejects.toThrow(`${SHARD}: it is missing from ${ID}`);
});

test.each([
  ['an address of nothing', 'nonsense', /no address of a model/],
  ['a folder without a model', 'other/', /no mlc-chat-config\.json/],
] as const)('%s is told', async (_, path, words) => {
  const url = path === 'nonsense' ? path : host + path;
  await expect(all(inWorker.download({ url }, never))).rejects.toThrow(words);
});

test('a repository that asks for a password, and a machine that does not answer, are told', async () => {
  await commands.setHostFaults([{ path: 'mlc-chat-config.json', fault: 'refused' }]);
  await expect(all(inWorker.download(wanted(), never))).rejects.toThrow(/answered 401: it is not open/);
  const closed = 'http://127.0.0.1:9/owner/model/';
  await expect(all(inWorker.download({ url: closed }, never))).rejects.toMatchObject({
    name: 'OutsideError',
    reason: 'unreachable',
  });
});

test('a page in place of the library is not taken for one, nor one whose hash is not the known one', async () => {
  await commands.setHostFaults([{ path: 'tiny-webgpu.wasm', fault: 'html' }]);
  await expect(all(inWorker.download(wanted(), never))).rejects.toThrow(
    /model library is not at its address/,
  );
  const library = { ...wanted().library, sha256: '0'.repeat(64) };
  await expect(all(inWorker.download({ url: host, library }, never))).rejects.toThrow(
    /SHA-256 is not the one/,
  );
});

test('a disk too small is told with what is needed, and the download goes on when there is room', async () => {
  const { used } = await inWorker.space();
  for (const quotaSize of [1, used + 1_000_000]) {
    await cdp().send('Storage.overrideQuotaForOrigin', { origin: location.origin, quotaSize });
    await expect(all(inWorker.download(wanted(), never))).rejects.toMatchObject({
      name: 'NoRoomError',
      model: ID,
      message: expect.stringMatching(/needs [\d.]+ MB more .* delete another model/),
    });
  }
  await cdp().send('Storage.overrideQuotaForOrigin', { origin: location.origin });
  const events = await all(inWorker.download(wanted(), never));
  expect(events.at(-1)).toMatchObject({ type: 'installed', model: { state: 'whole' } });
});

test('while one tab downloads a model, another neither deletes nor downloads it', async () => {
  await commands.setHostFaults([{ path: SHARD, fault: 'stalls' }]);
  const otherTab = remoteModels(start, gate);
  const stop = new AbortController();
  const first = inWorker.download(wanted(), stop.signal)[Symbol.asyncIterator]();
  await first.next();
  await expect(otherTab.remove(ID)).rejects.toMatchObject({ name: 'ModelBusyError' });
  await expect(all(otherTab.download(wanted(), never))).rejects.toMatchObject({ name: 'ModelBusyError' });
  expect(await otherTab.list()).toMatchObject([{ id: ID, state: 'incomplete' }]);
  await first.return?.();
  await expect
    .poll(() =>
      otherTab.remove(ID).then(
        () => 'deleted',
        (error: Error) => error.name,
      ),
    )
    .toBe('deleted');
});

test('a worker that dies in mid-download leaves whole files alone, and the next goes on', async () => {
  await commands.setHostFaults([{ path: SHARD, fault: 'stalls' }]);
  let worker: Worker | null = null;
  const dying = remoteModels(() => {
    worker = start();
    return worker;
  }, gate);
  const events = dying.download(wanted(), never)[Symbol.asyncIterator]();
  for (let next = await events.next(); !next.done; next = await events.next())
    if (next.value.type === 'progress' && next.value.filesDone === 9) break;
  worker!.terminate();
  await expect
    .poll(() =>
      all(inWorker.download(wanted(), never)).then(
        (seen) => seen.at(-1)!.type,
        (e: Error) => e.name,
      ),
    )
    .toBe('installed');
  const [model] = await inWorker.list();
  expect(model).toMatchObject({ state: 'whole', bytes: model!.totalBytes });
  expect((await all(inWorker.check(ID, never))).at(-1)).toEqual({ type: 'checked', damaged: [] });
});
