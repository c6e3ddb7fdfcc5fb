import type { Plugin } from 'vite';
import { LANGUAGES } from '../../src/sandbox/languages.ts';
import { clangSysroot, LLVM_WASM } from './clang-sysroot.ts';
import { packAsset } from './pack-asset.ts';
import { pythonSnapshot, rubySnapshot } from './snapshots.ts';

const QUERY = /\?asset$/;

/** Files that are no module of any package's: one that its package does not export, and one that is made here. */
const MADE: Record<string, () => Promise<string>> = {
  'virtual:clang/llvm': async () => LLVM_WASM,
  'virtual:clang/sysroot': clangSysroot,
  'virtual:python/snapshot': pythonSnapshot,
  'virtual:ruby/snapshot': rubySnapshot,
};

const LEFT_OUT = '\0left-out?asset';

/** Runtimes of languages that the site is built without, where `VITE_LANGUAGES` names those that it is to have. */
function isLeftOut(importer: string | undefined): boolean {
  const chosen = process.env['VITE_LANGUAGES']?.split(',');
  const [, folder] = importer?.match(/\/workers\/sandbox\/([^/]+)\/runtime\.ts$/) ?? [];
  return (
    Boolean(chosen && folder) &&
    !LANGUAGES.some(({ id, runsAs }) => chosen!.includes(id) && (runsAs ?? id) === folder)
  );
}

/**
 * `import asset from 'package/file.wasm?asset'`: the file as an `Asset` (src/sandbox/assets/asset.ts), its parts
 * emitted beside the site's other assets, or served from where they were packed while developing and testing.
 */
export function assets(): Plugin {
  let serving = false;
  return {
    name: 'quartet-assets',
    configResolved(config) {
      serving = config.command === 'serve';
    },
    resolveId: {
      order: 'pre',
      filter: { id: QUERY },
      async handler(id, importer) {
        if (isLeftOut(importer)) return LEFT_OUT;
        const file = id.replace(QUERY, '');
        if (MADE[file]) return `\0${await MADE[file]()}?asset`;
        const found = await this.resolve(file, importer, { skipSelf: true });
        if (!found) throw new Error(`${file}, imported by ${importer}, is not there; run npm ci.`);
        return `\0${found.id.split('?')[0]}?asset`;
      },
    },
    load: {
      filter: { id: QUERY },
      async handler(id) {
        if (id === LEFT_OUT) return `export default { name: 'left out of this site', bytes: 0, parts: [] };`;
        const { name, bytes, parts } = await packAsset(id.slice(1).replace(QUERY, ''));
        const listed = parts.map((part) => {
          const url = serving
            ? JSON.stringify(`/@fs/${part.file.replace(/^\//, '')}`)
            : `import.meta.ROLLUP_FILE_URL_${this.emitFile({
                type: 'asset',
                fileName: `assets/${part.name}`,
                source: part.content,
              })}`;
          return `{ url: ${url}, bytes: ${part.content.length}, sha256: ${JSON.stringify(part.sha256)} }`;
        });
        return `export default { name: ${JSON.stringify(name)}, bytes: ${bytes}, parts: [${listed}] };`;
      },
    },
  };
}
