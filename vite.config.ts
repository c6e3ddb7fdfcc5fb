import { defineConfig } from 'vite';
import { assets } from './tools/vite/assets.ts';
import { companion } from './tools/vite/companion.ts';
import { offline } from './tools/vite/offline.ts';
import { sandbox } from './tools/vite/sandbox.ts';

export default defineConfig({
  // Relative, so that the built folder works under any path of any static host.
  base: './',
  plugins: [assets(), sandbox(), companion(), offline()],
  build: {
    target: 'es2022',
    sourcemap: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    // Bundling the sandbox's workers is what takes the time, and is no defect.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  worker: { format: 'es', plugins: () => [assets()] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  preview: { port: 4173 },
});
