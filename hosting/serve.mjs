/**
 * Serves the folder that this file lies in to this machine alone: node serve.mjs [PORT] [--no-browser]
 *
 * Needs Node 18 or newer and nothing else. The port stays the same from one time to the next (8321), as browsers keep
 * what a page has stored, models too, by the address that it came from.
 */
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const PORT = 8321;
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
};
/** With the first two a page may share memory with its workers. */
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cache-Control': 'no-cache',
};

const folder = fileURLToPath(new URL('.', import.meta.url));

const server = createServer(async (request, response) => {
  const asked = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
  const file = normalize(join(folder, asked.endsWith('/') ? `${asked}index.html` : asked));
  const found = file.startsWith(folder.endsWith(sep) ? folder : folder + sep)
    ? await stat(file).catch(() => null)
    : null;
  if (!found?.isFile()) {
    response.writeHead(404, HEADERS).end();
    return;
  }
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': found.size });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
});

const port = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? PORT);
server.on('error', ({ message }) => {
  process.stderr.write(
    `Port ${port} cannot be had (${message}). It may be open already: http://localhost:${port}/\n`,
  );
  process.exitCode = 1;
});
server.listen(port, '127.0.0.1', () => {
  const address = `http://localhost:${server.address().port}/`;
  process.stdout.write(`Quartet is at ${address} on this machine, until this window is closed.\n`);
  if (!process.argv.includes('--no-browser')) openBrowser(address);
});

/** @param {string} address */
function openBrowser(address) {
  const [command, ...words] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? [
    'xdg-open',
  ];
  // Where there is none, the address that was printed is enough.
  spawn(command, [...words, address], { stdio: 'ignore', detached: true }).on('error', () => {});
}
