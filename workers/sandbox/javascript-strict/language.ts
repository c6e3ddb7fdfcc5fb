import type { SandboxLanguage } from '../../../src/sandbox/language.ts';

/** QuickJS interprets: 4 to 48 times slower than V8, measured; contest programs lie near the lower end. */
export const javascriptStrict: SandboxLanguage = {
  id: 'javascript-strict',
  label: 'JavaScript (strict limits)',
  // A file's name alone does not choose it: JavaScript comes first in the table.
  extensions: ['.js'],
  timeFactor: 10,
  limitsMemory: true,
  interacts: 'always',
  traces: false,
  sharesWorker: true,
  differences: [
    'QuickJS, an interpreter: the memory limit holds, but loops take 4 to 48 times as long as in V8.',
    'Recursion goes some 900 calls deep.',
    'A rejected promise that nobody handles is no error; Intl and WebAssembly are absent.',
    'The parts of Node that contests use: fs on the standard streams and a problem’s own files, readline, process, Buffer for text, util.',
  ],
};
