import { dirname, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** `import text from './file.ts?script'`: the file bundled to one classic script, as text. */
export const scriptText: Plugin = {
  name: 'script-text',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?script$/ }, ({ path, importer }) => ({
      path: resolve(dirname(importer), path.replace(/\?script$/, '')),
      namespace: 'script-text',
    }));
    onLoad({ filter: /.*/, namespace: 'script-text' }, async ({ path }) => {
      const result = await build({
        entryPoints: [path],
        bundle: true,
        write: false,
        minify: true,
        format: 'iife',
        platform: 'neutral',
        target: 'es2022',
        charset: 'ascii',
      });
      return { contents: result.outputFiles[0]!.text, loader: 'text' };
    });
  },
};
