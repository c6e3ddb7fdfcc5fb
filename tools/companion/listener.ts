import { createServer, type IncomingMessage, type Server } from 'node:http';

/** The ports that the Competitive Companion extension posts to, without the user's own (its README). */
export const PORTS = [10043, 10045, 27121, 1327, 4244, 6174, 10042];

/** Samples are kilobytes; no page of a contest comes near. */
const LARGEST_BYTES = 16 * 1024 * 1024;

/** An extension names itself; the fetch of a page would carry the page's own origin. */
const EXTENSION = /^(?:chrome|moz|safari-web)-extension:\/\/[\w-]+$/i;

const ADDRESS = '127.0.0.1';

/** What is sent back, and shown by the extension's own log. */
export interface Answer {
  status: number;
  text: string;
}

/** A server that listens for problems. */
export interface Listener {
  port: number;
  close(): void;
}

/**
 * Listens on the first of the ports that is free, on the loopback address alone; null if none is. `take` is given
 * the text of each request that may stand, and answers it.
 *
 * Any page can make a browser send to a loopback port. It is kept out by what it cannot forge: a request that a page
 * makes carries the page's `Origin`; JSON as its content type makes the browser ask first (OPTIONS), which is never
 * granted; and a name that was rebound to this address shows in `Host`.
 */
export async function listen(
  take: (text: string) => Promise<Answer>,
  ports: readonly number[] = PORTS,
): Promise<Listener | null> {
  const server = createServer(async (request, response) => {
    const { status, text } = refusal(request) ?? (await received(request, take));
    // A body that is not read to its end must not be taken for the next request.
    if (!request.complete) response.setHeader('Connection', 'close');
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
  });
  for (const port of ports) {
    if (!(await opened(server, port))) continue;
    return {
      port,
      close() {
        server.close();
        server.closeAllConnections();
      },
    };
  }
  return null;
}

function opened(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    };
    server.once('error', fail);
    server.listen(port, ADDRESS, () => {
      server.off('error', fail);
      resolve(true);
    });
  });
}

function refusal({ method, headers }: IncomingMessage): Answer | null {
  const { host = '', origin } = headers;
  if (!/^(?:localhost|127\.0\.0\.1)(?::\d+)?$/i.test(host)) {
    return { status: 403, text: `“${host}” is not this machine; post to http://localhost.` };
  }
  if (origin !== undefined && !EXTENSION.test(origin)) {
    return { status: 403, text: `Problems are taken from browser extensions, not from the page ${origin}.` };
  }
  if (method !== 'POST') return { status: 405, text: 'POST the JSON of a problem here.' };
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === 'application/json') return null;
  return { status: 415, text: `The content type is “${type}”; it should be application/json.` };
}

async function received(request: IncomingMessage, take: (text: string) => Promise<Answer>): Promise<Answer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_BYTES) {
      return { status: 413, text: `The problem is larger than ${LARGEST_BYTES / 2 ** 20} MiB.` };
    }
    parts.push(part);
  }
  return take(Buffer.concat(parts).toString('utf8'));
}
