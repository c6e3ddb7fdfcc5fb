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

/**
 * The path of a file that holds what C and C++ programs are compiled with (`unpackSysroot`): what is needed of the
 * package's headers and libraries, and the judge's own, compiled. Made once for each version of both.
 */
export const clangSysroot = once(makeSysroot);

/**
 * The path of a file that holds what `Compiler.precompile` makes with that sysroot, or null where it makes nothing. Kept
 * beside the sysroot: what a browser keeps for the page, Node has nowhere else to keep.
 */
export const clangHeader = once(makeHeader);

async function makeSysroot(): Promise<string> {
  const own = await readLibrary();
  const tar = await readFile(join(CLANG, 'llvm-resources.tar'));
  const version = createHash('sha256').update(tar);
  for (const [name, content] of Object.entries(own)) version.update(name).update(content);
  for (const args of [...SOURCES.map(objectArguments), precompileArguments()]) {
    version.update(JSON.stringify(args));
  }
  const id = version.digest('hex').slice(0, 16);
  const file = join(KEPT, `clang-sysroot.${id}`, 'clang-sysroot.bin');
  if (existsSync(file)) return file;
  const sysroot: Sysroot = { [VERSION]: new TextEncoder().encode(id) };
  for (const { name, content } of entriesOf(tar)) {
    if (WANTED.some((pattern) => pattern.test(name))) sysroot[`usr/${name}`] = content;
  }
  sysroot['usr/include/c++/v1/bits/stdc++.h'] = own['stdc++.h']!;
  const llvm = new Llvm(await WebAssembly.compile(await readFile(LLVM_WASM)), sysroot);
  for (const source of SOURCES) {
    sysroot[`usr/lib/quartet/${objectOf(source)}`] = compile(llvm, source, own[source]!);
  }
  await mkdir(dirname(file), { recursive: true });
  await place(file, packSysroot(sysroot));
  return file;
}

async function makeHeader(): Promise<string | null> {
  const sysroot = await clangSysroot();
  const file = join(dirname(sysroot), 'header.pch');
  if (existsSync(file)) return file;
  const module = await WebAssembly.compile(await readFile(LLVM_WASM));
  const header = new Compiler(module, unpackSysroot(await readFile(sysroot))).precompile();
  if (!header) return null;
  await place(file, header);
  return file;
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
