import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, ResolvedConfig } from 'vite';
import { once } from '../once.ts';
import { classicScript } from './classic-script.ts';
import { publicVersionOf, writeSiteList } from './site-list.ts';

const SITE = 'virtual:site';
const WORKER = fileURLToPath(new URL('../../workers/service.worker.ts', import.meta.url));

/**
 * What a built site needs to open without a network: the list of its files, the version in its index.html, and the
 * service worker. The development server has none of them.
 */
export function offline(): Plugin {
  let config: ResolvedConfig;
  const publicVersion = once(() => publicVersionOf(config.publicDir));
  return {
    name: 'quartet-offline',
    configResolved(resolved) {
      config = resolved;
    },
    resolveId: { filter: { id: /^virtual:site$/ }, handler: () => `\0${SITE}` },
    load: {
      filter: { id: /^\0virtual:site$/ },
      async handler() {
        const version = config.command === 'serve' ? null : await publicVersion();
        return `export const publicVersion = ${JSON.stringify(version)};`;
      },
    },
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const folder = resolve(config.root, config.build.outDir);
        // Not every browser starts a service worker from a module.
        await writeFile(join(folder, 'sw.js'), await classicScript(WORKER, { platform: 'browser' }));
        await writeSiteList(folder, await publicVersion());
      },
    },
  };
}
