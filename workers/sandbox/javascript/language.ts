import type { SandboxLanguage } from '../../../src/sandbox/language.ts';

/** V8 in a worker is V8. */
export const javascript: SandboxLanguage = {
  id: 'javascript',
  label: 'JavaScript',
  extensions: ['.js', '.mjs', '.cjs'],
  timeFactor: 2,
  limitsMemory: false,
  interacts: 'always',
  traces: true,
  sharesWorker: false,
  instrument: async () => (await import('./trace/instrument.ts')).instrument,
  differences: [
    'The browser’s own engine with the parts of Node that contests use: fs on the standard streams and a problem’s own files, readline, process, Buffer for text, util.',
    'No memory limit: a program can take what the browser gives. Choose strict JavaScript where a limit must hold.',
    'Recursion goes some 5,000 to 7,000 calls deep, half of what Node allows; eval and new Function are off.',
  ],
};
