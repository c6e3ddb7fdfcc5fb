import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';

/** What is done with a request; `body` is null where it has none. */
type Handler<B> = (body: B, response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

let close: () => void = () => {};
afterEach(() => close());

/** A small server that speaks the protocol, until the test ends; every request goes to `handle`. */
export async function endpoint<B>(handle: Handler<B>): Promise<string> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    await handle(body === '' ? null : JSON.parse(body), response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}
