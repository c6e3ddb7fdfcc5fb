import { readFile } from 'node:fs/promises';
import type { SandboxLanguage, TranslatorAssets } from '../../src/sandbox/language.ts';
import { clangSysroot, LLVM_WASM } from '../vite/clang-sysroot.ts';

const NOTHING: TranslatorAssets = {};
let clang: Promise<TranslatorAssets> | null = null;

/** From the packages what the page would download for a language's translator. */
export async function readTranslatorAssets({ runsAs }: SandboxLanguage): Promise<TranslatorAssets> {
  if (runsAs !== 'clang') return NOTHING;
  clang ??= clangSysroot().then(async (sysroot) => ({
    llvm: await bytesOf(LLVM_WASM),
    sysroot: await bytesOf(sysroot),
  }));
  return clang;
}

async function bytesOf(file: string): Promise<ArrayBuffer> {
  return Uint8Array.from(await readFile(file)).buffer;
}
