import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { classicScript } from './classic-script.ts';
import { scriptText } from './script-text.ts';

const root = fileURLToPath(new URL('../../workers/sandbox/', import.meta.url));

/** A file of `workers/sandbox/` with all that it imports, as one classic script. */
export function bundle(file: string, options: BuildOptions = {}): Promise<string> {
  return classicScript(root + file, {
    platform: 'browser',
    charset: 'ascii',
    legalComments: 'none',
    loader: { '.py': 'text', '.rb': 'text', '.lua': 'text' },
    plugins: [scriptText],
    // Pyodide and wasmoon ask for their own address, and for Node's modules where there is a Node.
    define: { 'import.meta.url': '"https://sandbox.invalid/"' },
    external: ['node:*', 'ws', 'url', 'module'],
    ...options,
  });
}
