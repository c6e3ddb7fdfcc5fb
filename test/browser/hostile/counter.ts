import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserCommand } from 'vitest/node';
import { perSession } from '../per-session.ts';

/** A server on the loopback interface that answers everyone and notes what arrives; runs in Node, not in the page. */
const counter = perSession(() => {
  const hits: string[] = [];
  return { hits, server: listen(hits) };
});

/** Its address, for programs to aim at. */
export const openCounter: BrowserCommand<[]> = async (context) =>
  `http://127.0.0.1:${((await counter(context).server).address() as AddressInfo).port}`;

/** What arrived since it was last asked. */
export const takeHits: BrowserCommand<[]> = (context) => counter(context).hits.splice(0);

function listen(hits: string[]): Promise<Server> {
  const created = createServer((request, response) => {
    hits.push(request.url ?? '');
    response
      .writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/javascript' })
      .end('1;');
  });
  // Raw connections and upgrades count as well.
  created.on('upgrade', (request, socket) => {
    hits.push(request.url ?? '');
    socket.destroy();
  });
  created.on('clientError', (_error, socket) => {
    hits.push('no HTTP');
    socket.destroy();
  });
  created.unref();
  return new Promise((resolve) => created.listen(0, '127.0.0.1', () => resolve(created)));
}

declare module 'vitest/browser' {
  interface BrowserCommands {
    openCounter(): Promise<string>;
    takeHits(): Promise<string[]>;
  }
}
