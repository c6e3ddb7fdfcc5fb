import type { SandboxLanguage, TranslatorAssets } from '../../src/sandbox/language.ts';
import { once } from '../once.ts';
import { readBuffer } from '../read-buffer.ts';
import { clangHeader, clangSysroot, LLVM_WASM } from '../vite/clang-sysroot.ts';

const NOTHING: TranslatorAssets = {};

/** From the packages what the page would download for a language's translator, and what its browser keeps. */
export async function readTranslatorAssets({ runsAs }: SandboxLanguage): Promise<TranslatorAssets> {
  return runsAs === 'clang' ? clang() : NOTHING;
}

const clang = once(async (): Promise<TranslatorAssets> => {
  const assets = { llvm: await readBuffer(LLVM_WASM), sysroot: await readBuffer(await clangSysroot()) };
  const header = await clangHeader();
  return header === null ? assets : { ...assets, header: await readBuffer(header.file) };
});
