import type { SandboxLanguage } from '../../../src/sandbox/language.ts';

/** What C and C++ share. Compiled to WebAssembly a program takes 0.9 to 2.1 times its native run, measured in Chromium. */
const COMPILED = {
  timeFactor: 2,
  limitsMemory: true,
  interacts: 'always',
  traces: false,
  sharesWorker: true,
  runsAgain: true,
  runsAs: 'clang',
  translationMs: 120_000,
} as const;

const DIFFERENCES = [
  'long and size_t have 32 bits, as on a 32-bit judge; use long long for 64.',
  'A null pointer can be read and written without a fault; out of all memory there is still a fault.',
  'One thread; no processes, no sockets, no alarm that interrupts, no intrinsics of a processor.',
  'clang leaves out memory that a program takes and has no use for, so such a program meets no limit.',
];

export const c: SandboxLanguage = {
  ...COMPILED,
  id: 'c',
  label: 'C',
  extensions: ['.c'],
  translator: async (assets) => (await import('./compiler/load.ts')).loadC(assets),
  differences: ['C17 by clang 22 with -O2.', ...DIFFERENCES],
};

export const cpp: SandboxLanguage = {
  ...COMPILED,
  id: 'cpp',
  label: 'C++',
  extensions: ['.cpp', '.cc', '.cxx', '.C'],
  translator: async (assets) => (await import('./compiler/load.ts')).loadCpp(assets),
  differences: [
    'C++20 by clang 22 with -O2 and libc++; bits/stdc++.h is there, GNU’s other extensions of the library (pb_ds, rope) are not.',
    'Every standard header counts as included.',
    ...DIFFERENCES,
  ],
};
