import { type BuildOptions, build } from 'esbuild';

/** A file with all that it imports, as the text of one classic script; `options` add to esbuild's own. */
export async function classicScript(file: string, options: BuildOptions = {}): Promise<string> {
  const result = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    ...options,
    write: false,
  });
  return result.outputFiles[0]!.text;
}
