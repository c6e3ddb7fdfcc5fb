import { dirname, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { classicScript } from './classic-script.ts';

/** `import text from './file.ts?script'`: the file bundled to one classic script, as text. */
export const scriptText: Plugin = {
  name: 'script-text',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?script$/ }, ({ path, importer }) => ({
      path: resolve(dirname(importer), path.replace(/\?script$/, '')),
      namespace: 'script-text',
    }));
    onLoad({ filter: /.*/, namespace: 'script-text' }, async ({ path }) => {
      const contents = await classicScript(path, { platform: 'neutral', charset: 'ascii' });
      return { contents, loader: 'text' };
    });
  },
};
