import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import type { Connect, Logger, Plugin, ResolvedConfig } from 'vite';
import { importCompetitiveCompanion } from '../../src/judge/import/competitive-companion.ts';
import { ImportError } from '../../src/judge/import/import-error.ts';
import { readJson } from '../../src/judge/import/reader.ts';
import { type Answer, listen, PORTS } from '../companion/listener.ts';
import { createStream, type Stream } from '../companion/stream.ts';

/** Where the page is told of problems, from the page's own address. */
const PATH = 'companion/problems';
/** Only a page that has this asks there: a static host knows no such address. */
const META = { name: 'companion', content: PATH };

/** What a preview and a development server have in common. */
interface Serving {
  middlewares: Connect.Server;
  httpServer: { once(event: 'close', act: () => void): unknown } | null;
  config: ResolvedConfig;
  printUrls(): void;
}

/**
 * While the site is served on this machine, takes the problems that the Competitive Companion extension posts and
 * hands them to the open page.
 */
export function companion(): Plugin {
  return {
    name: 'quartet-companion',
    // A test runner's server is no person's.
    apply: (_config, { command, mode }) => command === 'serve' && mode !== 'test',
    configureServer: (server) => begin(server),
    async configurePreviewServer(server) {
      await begin(server as Serving & { httpServer: Server });
      const { root, build, preview } = server.config;
      const file = join(resolve(root, build.outDir), 'index.html');
      server.middlewares.use(async (request, response, next) => {
        if (request.method !== 'GET' || !/^\/(?:index\.html)?(?:\?|$)/.test(request.url ?? '')) return next();
        const html = await readFile(file, 'utf8').catch(() => null);
        if (html === null) return next();
        for (const [name, value] of Object.entries(preview.headers)) response.setHeader(name, value ?? '');
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end(html.replace('</title>', `$&<meta name="${META.name}" content="${META.content}">`));
      });
    },
    transformIndexHtml: (_html, { server }) =>
      server ? [{ tag: 'meta', attrs: META, injectTo: 'head' }] : [],
  };
}

async function begin(server: Serving): Promise<void> {
  const stream = createStream();
  const listener = await listen((text) => taken(text, stream));
  server.httpServer?.once('close', () => listener?.close());
  server.middlewares.use(`/${PATH}`, (_request, response) => stream.follow(response));
  const print = server.printUrls.bind(server);
  server.printUrls = () => {
    print();
    report(server.config.logger, listener?.port ?? null);
  };
}

function report(logger: Logger, port: number | null): void {
  if (port !== null) logger.info(`  ➜  Competitive Companion: listening on http://localhost:${port}/`);
  else logger.warn(`  ➜  Competitive Companion: not listening, as ${PORTS.join(', ')} are all taken`);
}

/** A problem that the importer reads is handed on as it came; of any other the page is told why not. */
async function taken(text: string, stream: Stream): Promise<Answer> {
  try {
    const task = readJson('the problem sent by Competitive Companion', text);
    const { title } = await importCompetitiveCompanion(task);
    const told = stream.tell('problem', task.value);
    return { status: 200, text: `“${title}” ${told ? 'is in Quartet' : 'waits for Quartet to be opened'}.` };
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    stream.tell('refused', error.message);
    return { status: 400, text: error.message };
  }
}
