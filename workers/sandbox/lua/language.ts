import type { SandboxLanguage } from '../../../src/sandbox/language.ts';

/** Lua in WebAssembly takes 1.5 to 1.7 times its native run, measured in Chromium. */
export const lua: SandboxLanguage = {
  id: 'lua',
  label: 'Lua 5.4',
  extensions: ['.lua'],
  timeFactor: 2,
  limitsMemory: true,
  interacts: 'isolated',
  traces: false,
  sharesWorker: true,
  differences: [
    'Standard Lua 5.4 without packages; files can be written only where the problem has some, and there are no processes (os.execute, io.popen).',
    'Pointers are 32-bit, so tables take less memory than natively; integers and floats are 64-bit as always.',
  ],
};
