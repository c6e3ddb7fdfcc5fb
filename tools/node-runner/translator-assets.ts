import { readFile } from 'node:fs/promises';
import type { SandboxLanguage, TranslatorAssets } from '../../src/sandbox/language.ts';
import { once } from '../once.ts';
import { clangHeader, clangSysroot, LLVM_WASM } from '../vite/clang-sysroot.ts';

const NOTHING: TranslatorAssets = {};

/** From the packages what the page would download for a language's translator, and what its browser keeps. */
export async function readTranslatorAssets({ runsAs }: SandboxLanguage): Promise<TranslatorAssets> {
  return runsAs === 'clang' ? clang() : NOTHING;
}

const clang = once(async (): Promise<TranslatorAssets> => {
  const assets = { llvm: await bytesOf(LLVM_WASM), sysroot: await bytesOf(await clangSysroot()) };
  const header = await clangHeader();
  return header === null ? assets : { ...assets, header: await bytesOf(header.file) };
});

async function bytesOf(file: string): Promise<ArrayBuffer> {
  return Uint8Array.from(await readFile(file)).buffer;
}
