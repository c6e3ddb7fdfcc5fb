import type { Translate, TranslatorAssets } from '../../../../src/sandbox/language.ts';
import { Compiler, type Source } from './compiler.ts';
import { keepHeader, keptHeader } from './kept-header.ts';
import { limitMemory } from './limit-memory.ts';
import { unpackSysroot, VERSION } from './sysroot.ts';

/** What the compiler may take of the page's memory; the whole standard library compiled takes 190 MB. */
const MEMORY_BYTES = 2 ** 30;

interface Loaded {
  compiler: Compiler;
  /** Of the sysroot and the flags. */
  version: string;
}

const loaded = new WeakMap<TranslatorAssets, Promise<Loaded>>();

/** One compiler for both languages, made of the assets `llvm` and `sysroot`. */
function load(assets: TranslatorAssets): Promise<Loaded> {
  const compiler = loaded.get(assets) ?? instantiate(assets);
  loaded.set(assets, compiler);
  return compiler;
}

async function instantiate({ llvm, sysroot }: TranslatorAssets): Promise<Loaded> {
  const module = await WebAssembly.compile(limitMemory(new Uint8Array(llvm!), MEMORY_BYTES));
  const files = unpackSysroot(new Uint8Array(sysroot!));
  return { compiler: new Compiler(module, files), version: new TextDecoder().decode(files[VERSION]) };
}

export async function loadC(assets: TranslatorAssets): Promise<Translate> {
  const { compiler } = await load(assets);
  return (program) => compiler.compile(sourceOf('c', 'main.c', program));
}

/** The first time on a device some seconds longer, for the precompiled header: the asset `header`, or kept by the browser. */
export async function loadCpp(assets: TranslatorAssets): Promise<Translate> {
  const { compiler, version } = await load(assets);
  const kept = assets.header ? new Uint8Array(assets.header) : await keptHeader(version);
  const header = kept ?? compiler.precompile();
  if (header) compiler.usePrecompiled(header);
  if (header && !kept) await keepHeader(version, header);
  return (program) => compiler.compile(sourceOf('c++', 'main.cpp', program));
}

function sourceOf(
  dialect: Source['dialect'],
  file: string,
  { source, files = {} }: Parameters<Translate>[0],
): Source {
  return { dialect, file, source, files };
}
