import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { scriptText } from '../vite/script-text.ts';

const sources = new Map<string, Promise<string>>();

/** One worker's file beside this one, bundled to the text of an ES module. */
export function workerSource(file: string): Promise<string> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const source = sources.get(path) ?? bundle(path);
  sources.set(path, source);
  return source;
}

async function bundle(path: string): Promise<string> {
  const result = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    loader: { '.py': 'text', '.rb': 'text', '.lua': 'text' },
    plugins: [scriptText],
  });
  return result.outputFiles[0]!.text;
}
