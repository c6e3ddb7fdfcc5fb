import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserCommand } from 'vitest/node';
import { perSession } from './per-session.ts';

/** What the host does wrong with a file: on the first request for it, or `always`. */
export interface HostFault {
  path: string;
  fault: 'missing' | 'html' | 'cut' | 'damaged' | 'broken' | 'stalls' | 'refused';
  always?: boolean;
}

const SHARDS = 6;
const SHARD_BYTES = 300_000;
const FOLDER = '/owner/tiny-q4f16_1-MLC/resolve/main/';

/** A server on the loopback interface with a small repository of random shards; runs in Node, not in the page. */
class Host {
  faults: HostFault[] = [];
  readonly hits: string[] = [];
  readonly stalled = new Set<ServerResponse>();
  readonly server = listen(this);
}

const host = perSession(() => new Host());
const files = new Map(Object.entries(repository()));

/** Address of the repository's folder. */
export const openModelHost: BrowserCommand<[]> = async (context) =>
  `http://127.0.0.1:${((await host(context).server).address() as AddressInfo).port}${FOLDER}`;

export const setHostFaults: BrowserCommand<[HostFault[]]> = (context, next) => {
  const { stalled } = Object.assign(host(context), { faults: next });
  for (const response of stalled) response.destroy();
  stalled.clear();
};

/** Names of the files that were asked for since it was last asked, in order. */
export const takeHostHits: BrowserCommand<[]> = (context) => host(context).hits.splice(0);

/** The repository's files as base64, to be brought as from a disk. */
export const hostFiles: BrowserCommand<[]> = () =>
  [...files].map(([path, body]) => ({ path, base64: body.toString('base64') }));

function repository(): Record<string, Buffer> {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  const shards = Array.from({ length: SHARDS }, () =>
    Buffer.from(Array.from({ length: SHARD_BYTES }, random)),
  );
  const records = shards.map((shard, i) => ({
    ...{ dataPath: `params_shard_${i}.bin`, format: 'raw-shard', nbytes: shard.length, records: [] },
    md5sum: createHash('md5').update(shard).digest('hex'),
  }));
  const json = (value: unknown) => Buffer.from(JSON.stringify(value));
  return {
    'mlc-chat-config.json': json({
      ...{ model_type: 'qwen2', quantization: 'q4f16_1', context_window_size: 4096 },
    }),
    'ndarray-cache.json': json({ metadata: {}, records }),
    'tokenizer.json': json({ version: '1.0' }),
    'tiny-webgpu.wasm': Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
    ...Object.fromEntries(shards.map((shard, i) => [`params_shard_${i}.bin`, shard])),
  };
}

function listen(host: Host): Promise<Server> {
  const created = createServer((request, response) => {
    const path = request.url?.slice(FOLDER.length) ?? '';
    host.hits.push(path);
    const body = files.get(path);
    const { faults } = host;
    const at = faults.findIndex((one) => one.path === path);
    const found = faults[at];
    if (found && !found.always) faults.splice(at, 1);
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (!body || found?.fault === 'missing') response.writeHead(404).end('Entry not found');
    else answer(host, response, body, found?.fault);
  });
  created.unref();
  return new Promise((resolve) => created.listen(0, '127.0.0.1', () => resolve(created)));
}

function answer(
  { stalled }: Host,
  response: ServerResponse,
  body: Buffer,
  fault: HostFault['fault'] | undefined,
): void {
  const half = body.subarray(0, body.length / 2);
  if (fault === 'refused') response.writeHead(401).end('Invalid username or password.');
  else if (fault === 'html') response.end('<!doctype html><title>Sign in</title>');
  else if (fault === 'cut') response.end(half);
  else if (fault === 'damaged') response.end(Buffer.from(body).fill(0, 1000, 1016));
  else if (fault === 'broken' || fault === 'stalls') {
    response.writeHead(200, { 'Content-Length': body.length });
    response.write(half, () => {
      if (fault === 'broken') setTimeout(() => response.destroy(), 50);
      else stalled.add(response);
    });
  } else response.end(body);
}

declare module 'vitest/browser' {
  interface BrowserCommands {
    openModelHost(): Promise<string>;
    setHostFaults(faults: HostFault[]): Promise<void>;
    takeHostHits(): Promise<string[]>;
    hostFiles(): Promise<{ path: string; base64: string }[]>;
  }
}
