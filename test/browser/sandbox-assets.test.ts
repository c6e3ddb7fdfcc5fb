import stdlib from 'pyodide/python_stdlib.zip?asset';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import wasm from 'wasmoon/dist/glue.wasm?asset';
import { type Asset, downloadBytes } from '../../src/sandbox/assets/asset.ts';
import { type Download, Downloads } from '../../src/sandbox/assets/downloads.ts';
import { loadAsset } from '../../src/sandbox/assets/load-asset.ts';

const fetchHere = globalThis.fetch;
const forever = new AbortController().signal;
/** What was asked for since the test began. */
let asked: string[] = [];
/** What is served in place of a part, by what its address contains. */
let served: (url: string, times: number) => Response | null = () => null;
/** Parts that no server has, by their addresses. */
const cut = new Map<string, ArrayBuffer>();

beforeEach(async () => {
  await caches.delete('quartet-runtimes');
  asked = [];
  served = () => null;
  globalThis.fetch = async (input, init) => {
    const url = String(input);
    asked.push(url);
    const part = cut.get(url);
    const real = () => (part ? new Response(part) : fetchHere(input, init));
    return served(url, asked.filter((one) => one === url).length) ?? real();
  };
});
afterEach(() => {
  globalThis.fetch = fetchHere;
});
afterAll(() => caches.delete('quartet-runtimes'));

const load = (asset: Asset): Promise<ArrayBuffer> => loadAsset(asset, { signal: forever });

/** The asset with its one part cut in three, so that one of several can be damaged. */
async function inThree(asset: Asset): Promise<Asset> {
  const whole = await (await fetchHere(asset.parts[0]!.url)).arrayBuffer();
  const size = Math.ceil(whole.byteLength / 3);
  const parts = [0, 1, 2].map(async (i) => {
    const part = whole.slice(i * size, (i + 1) * size);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', part));
    const sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const url = `${location.origin}/cut.wasm.${sha256.slice(0, 16)}.${i}.bin`;
    cut.set(url, part);
    return { url, bytes: part.byteLength, sha256 };
  });
  return { ...asset, parts: await Promise.all(parts) };
}

test('a file comes whole, and the second time without a download', async () => {
  const first = await load(wasm);
  expect(first.byteLength).toBe(wasm.bytes);
  expect(await WebAssembly.compile(first)).toBeInstanceOf(WebAssembly.Module);
  expect(asked).toEqual(wasm.parts.map(({ url }) => url));
  asked = [];
  expect(new Uint8Array(await load(wasm))).toEqual(new Uint8Array(first));
  expect(asked).toEqual([]);
});

test('another version takes the place of what was kept; other files stay', async () => {
  await load(wasm);
  await load(stdlib);
  const cache = await caches.open('quartet-runtimes');
  const old = wasm.parts[0]!.url.replace(/\.[0-9a-f]+\.0\.bin$/, '.0123456789abcdef.0.bin');
  await cache.put(old, new Response('old'));
  await load(wasm);
  const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  expect(kept.sort()).toEqual([...wasm.parts, ...stdlib.parts].map(({ url }) => url).sort());
});

test('a kept part that was damaged is downloaded again', async () => {
  const whole = await load(wasm);
  const cache = await caches.open('quartet-runtimes');
  await cache.put(wasm.parts[0]!.url, new Response('damaged'));
  asked = [];
  expect((await load(wasm)).byteLength).toBe(whole.byteLength);
  expect(asked).toEqual([wasm.parts[0]!.url]);
  await load(wasm);
  expect(asked).toHaveLength(1);
});

test('a part that arrives damaged is asked for again, and the others are not', async () => {
  const asset = await inThree(wasm);
  const second = asset.parts[1]!.url;
  served = (url, times) => (url === second && times === 1 ? new Response('damaged') : null);
  expect((await load(asset)).byteLength).toBe(wasm.bytes);
  expect(asked).toEqual([asset.parts[0]!.url, second, second, asset.parts[2]!.url]);
});

test('a part that stays damaged is named, and the next try asks for it and what follows alone', async () => {
  const asset = await inThree(wasm);
  const second = asset.parts[1]!.url;
  served = (url) => (url === second ? new Response('damaged') : null);
  await expect(load(asset)).rejects.toThrow(/^Part 2 of 3 of glue\.wasm arrives damaged from http:/);
  served = () => null;
  asked = [];
  await load(asset);
  expect(asked).toEqual([second, asset.parts[2]!.url]);
});

test('a part that is not there is said with its address and answer', async () => {
  served = () => new Response('', { status: 404 });
  await expect(load(wasm)).rejects.toThrow(`${wasm.parts[0]!.url} answered 404; the site is incomplete`);
});

test('a download’s progress grows from nothing to its total, then it is gone; what was kept is no download', async () => {
  const seen: (readonly Download[])[] = [];
  const downloads = new Downloads((live) => seen.push(live));
  await downloads.load('lua', [wasm, stdlib], forever);
  const total = downloadBytes(wasm) + downloadBytes(stdlib);
  const received = seen.slice(0, -1).map((live) => live[0]!.received);
  expect(received[0]).toBe(0);
  expect(received.at(-1)).toBe(total);
  expect(received).toEqual([...received].sort((a, b) => a - b));
  expect(seen[0]).toEqual([{ what: 'lua', received: 0, total }]);
  expect(seen.at(-1)).toEqual([]);
  seen.length = 0;
  await downloads.load('lua', [wasm, stdlib], forever);
  expect(seen).toEqual([]);
});

test('progress goes on where it was when a damaged part is fetched again', async () => {
  const received: number[] = [];
  const downloads = new Downloads((live) => live[0] && received.push(live[0].received));
  served = (_url, times) => (times === 1 ? new Response(new Uint8Array(wasm.parts[0]!.bytes * 2)) : null);
  await downloads.load('lua', [wasm], forever);
  expect(received).toEqual([...received].sort((a, b) => a - b));
  expect(received.at(-1)).toBe(downloadBytes(wasm));
});

test('a download that is stopped ends with the signal’s reason and is gone from the list', async () => {
  const stop = new AbortController();
  const onChange = vi.fn((live: readonly Download[]) => {
    if (live.length > 0) stop.abort(new Error('stopped'));
  });
  const downloads = new Downloads(onChange);
  await expect(downloads.load('python', [stdlib], stop.signal)).rejects.toThrow('stopped');
  expect(onChange.mock.lastCall).toEqual([[]]);
  expect((await load(stdlib)).byteLength).toBe(stdlib.bytes);
});
