import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { scriptText } from './script-text.ts';

const root = fileURLToPath(new URL('../../workers/sandbox/', import.meta.url));

/** A file of `workers/sandbox/` with all that it imports, as one classic script. */
export async function bundle(file: string): Promise<string> {
  const result = await build({
    entryPoints: [root + file],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'ascii',
    legalComments: 'none',
    loader: { '.py': 'text', '.rb': 'text', '.lua': 'text' },
    plugins: [scriptText],
    // Pyodide and wasmoon ask for their own address, and for Node's modules where there is a Node.
    define: { 'import.meta.url': '"https://sandbox.invalid/"' },
    external: ['node:*', 'ws', 'url', 'module'],
  });
  return result.outputFiles[0]!.text;
}
