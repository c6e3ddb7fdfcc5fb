import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Compiler } from '../../workers/sandbox/clang/compiler/compiler.ts';
import { compileArguments, precompileArguments } from '../../workers/sandbox/clang/compiler/flags.ts';
import { Llvm } from '../../workers/sandbox/clang/compiler/llvm.ts';
import {
  packSysroot,
  type Sysroot,
  unpackSysroot,
  VERSION,
} from '../../workers/sandbox/clang/compiler/sysroot.ts';
import { once } from '../once.ts';
import { KEPT, place } from './kept.ts';
import { entriesOf } from './tar.ts';

/** Of the package's files, those that a program for this target can use. */
const WANTED = [
  /^include\/c\+\+\/v1\/(?!__cxx03|experimental)/,
  /^include\/wasm32-wasip1\//,
  /^include\/(__)?(std|float|limits|inttypes|iso646|tgmath|varargs|unwind|wasm_simd128)\w*\.h$/,
  /^lib\/wasm32-unknown-wasip1\/libclang_rt\.builtins\.a$/,
  /^lib\/wasm32-wasip1\/(crt1-command\.o|lib(c|c\+\+|c\+\+abi|setjmp|c-printscan-long-double|wasi-emulated-\w.*)\.a)$/,
];

/** The judge's own, compiled here; the rest of the folder are headers. */
const SOURCES = ['process.c', 'exceptions.cpp', 'standard.cpp', 'streams.cpp', 'buffered.c'];
const LIBRARY = fileURLToPath(new URL('../../workers/sandbox/clang/library/', import.meta.url));
const CLANG = dirname(createRequire(import.meta.url).resolve('@yowasp/clang'));

/** The compiler's WebAssembly, as its package has it. */
export const LLVM_WASM = join(CLANG, 'llvm.core.wasm');

const sysroot = once(makeSysroot);

/**
 * The path of a file that holds what C and C++ programs are compiled with (`unpackSysroot`): what is needed of the
 * package's headers and libraries, and the judge's own, compiled. Made once for each version of both.
 */
export const clangSysroot = async (): Promise<string> => (await sysroot()).file;

/**
 * A file that holds what `Compiler.precompile` makes with that sysroot, and the sysroot's version; null where it makes
 * nothing. Kept beside the sysroot: what a browser keeps for the page, Node has nowhere else to keep.
 */
export const clangHeader = once(makeHeader);

interface Kept {
  file: string;
  /** Of the sysroot and the flags. */
  version: string;
}

async function makeSysroot(): Promise<Kept> {
  const own = await readLibrary();
  const tar = await readFile(join(CLANG, 'llvm-resources.tar'));
  const hash = createHash('sha256').update(tar);
  for (const [name, content] of Object.entries(own)) hash.update(name).update(content);
  for (const args of [...SOURCES.map(objectArguments), precompileArguments()]) {
    hash.update(JSON.stringify(args));
  }
  const version = hash.digest('hex').slice(0, 16);
  const file = join(KEPT, `clang-sysroot.${version}`, 'clang-sysroot.bin');
  if (existsSync(file)) return { file, version };
  const files: Sysroot = { [VERSION]: new TextEncoder().encode(version) };
  for (const { name, content } of entriesOf(tar)) {
    if (WANTED.some((pattern) => pattern.test(name))) files[`usr/${name}`] = content;
  }
  files['usr/include/c++/v1/bits/stdc++.h'] = own['stdc++.h']!;
  const llvm = new Llvm(await WebAssembly.compile(await readFile(LLVM_WASM)), files);
  for (const source of SOURCES) {
    files[`usr/lib/quartet/${objectOf(source)}`] = compile(llvm, source, own[source]!);
  }
  await mkdir(dirname(file), { recursive: true });
  await place(file, packSysroot(files));
  return { file, version };
}

async function makeHeader(): Promise<Kept | null> {
  const { file: packed, version } = await sysroot();
  const file = join(dirname(packed), 'header.pch');
  if (existsSync(file)) return { file, version };
  const module = await WebAssembly.compile(await readFile(LLVM_WASM));
  const header = new Compiler(module, unpackSysroot(await readFile(packed))).precompile();
  if (!header) return null;
  await place(file, header);
  return { file, version };
}

async function readLibrary(): Promise<Record<string, Uint8Array>> {
  const names = (await readdir(LIBRARY)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(LIBRARY, name))] as const)),
  );
}

const objectOf = (source: string): string => source.replace(/\.\w+$/, '.o');

function objectArguments(source: string): string[] {
  const dialect = source.endsWith('.c') ? 'c' : 'c++';
  return compileArguments(dialect, { input: source, output: objectOf(source), extra: ['-emit-obj'] });
}

function compile(llvm: Llvm, source: string, content: Uint8Array): Uint8Array {
  const { stderr, file } = llvm.run(objectArguments(source), { [source]: content });
  const object = file(objectOf(source));
  if (!object) throw new Error(`workers/sandbox/clang/library/${source} does not compile:\n${stderr}`);
  return object;
}
