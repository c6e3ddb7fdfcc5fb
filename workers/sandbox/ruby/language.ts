import type { SandboxLanguage } from '../../../src/sandbox/language.ts';

/** CRuby in WebAssembly takes 4.3 to 4.7 times its native run, measured in Chromium. */
export const ruby: SandboxLanguage = {
  id: 'ruby',
  label: 'Ruby 3.4',
  extensions: ['.rb'],
  timeFactor: 5,
  limitsMemory: true,
  interacts: 'always',
  traces: false,
  sharesWorker: true,
  differences: [
    'CRuby 3.4 with its standard library, without bigdecimal and other gems that are compiled.',
    'No threads, processes or sockets (Thread, Timeout, fork, system); fibers and enumerators work.',
    'Plain methods, each, map and the like recurse as deep as the memory goes; through other built-in methods that take a block (sort_by, Class#new …) recursion ends after some twenty levels.',
    'Hashes and random numbers start the same in every run.',
  ],
};
