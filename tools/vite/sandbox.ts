import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';
import { once } from '../once.ts';
import { bundle } from './bundle.ts';
import { pagePolicy, SEALED } from './policy.ts';

const FRAME = 'virtual:sandbox/frame';
const WORKER = 'virtual:sandbox/worker/';

/**
 * Bundles what runs inside the isolated frame: its inline script, and one classic script for each language's
 * worker (a module worker does not start from a blob in an opaque origin). Writes the page's policy into the
 * built index.html; the development server's own scripts would not run under it.
 */
export function sandbox(): Plugin {
  let serving = false;
  let sealed = false;
  const frame = once(async () => {
    const script = await bundle('frame.ts');
    if (script.includes('</script')) throw new Error('workers/sandbox/frame.ts cannot stand in a <script>.');
    const hash = `'sha256-${createHash('sha256').update(script).digest('base64')}'`;
    return { script, hash };
  });

  return {
    name: 'quartet-sandbox',
    configResolved(config) {
      serving = config.command === 'serve';
      sealed = config.mode === SEALED;
    },
    resolveId: { filter: { id: /^virtual:sandbox\// }, handler: (id) => `\0${id}` },
    load: {
      filter: { id: /^\0virtual:sandbox\// },
      async handler(id) {
        if (id === `\0${FRAME}`) {
          const { script, hash } = await frame();
          return `export const script = ${JSON.stringify(script)}; export const hash = ${JSON.stringify(hash)};`;
        }
        const language = id.slice(WORKER.length + 1);
        const code = await bundle(`${language}/worker.ts`);
        if (serving) return `export default URL.createObjectURL(new Blob([${JSON.stringify(code)}]));`;
        const file = this.emitFile({ type: 'asset', name: `sandbox-${language}.js`, source: code });
        return `export default import.meta.ROLLUP_FILE_URL_${file};`;
      },
    },
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        if (serving) return html;
        const { hash } = await frame();
        const content = pagePolicy(hash, sealed);
        const attrs = { 'http-equiv': 'Content-Security-Policy', content };
        return [{ tag: 'meta', attrs, injectTo: 'head-prepend' as const }];
      },
    },
  };
}
