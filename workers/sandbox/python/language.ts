import type { SandboxLanguage } from '../../../src/sandbox/language.ts';

/** CPython in WebAssembly takes 2.7 to 3.3 times its native run, measured in Chromium. */
export const python: SandboxLanguage = {
  id: 'python',
  label: 'Python 3',
  extensions: ['.py'],
  timeFactor: 4,
  limitsMemory: true,
  interacts: 'always',
  traces: true,
  sharesWorker: true,
  differences: [
    'Python 3.14 with its standard library; no numpy, no sortedcontainers, no packages.',
    'One thread: a thread runs where it is started; no processes, no sockets.',
    'Recursion through built-in functions (sort keys, __lt__, repr) ends after some hundred levels; plain functions go as deep as sys.setrecursionlimit allows.',
    'Hashes and random numbers start the same in every run.',
  ],
};
