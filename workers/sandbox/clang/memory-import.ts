import { KIND, readImports, SECTION, sectionsOf } from '../wasi/wasm-binary.ts';

/**
 * The pages that a module needs of the memory that it imports, which the WebAssembly interface of JavaScript does not
 * tell; 0 if it imports none.
 */
export function memoryPages(module: Uint8Array): number {
  for (const { id, content } of sectionsOf(module)) {
    if (id !== SECTION.import) continue;
    return readImports(content).find(({ kind }) => kind === KIND.memory)?.minimum ?? 0;
  }
  return 0;
}
