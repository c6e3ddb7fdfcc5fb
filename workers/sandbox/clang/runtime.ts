import llvm from 'virtual:clang/llvm?asset';
import sysroot from 'virtual:clang/sysroot?asset';
import worker from 'virtual:sandbox/worker/clang';
import type { Runtime } from '../../../src/sandbox/runtime.ts';

/** Compiled programs need nothing to run; the compiler is the page's. */
export const clang: Runtime = { worker, assets: {}, translator: { llvm, sysroot } };
