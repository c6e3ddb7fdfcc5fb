import type { SandboxLanguage } from '../../../src/sandbox/language.ts';
import { javascript } from '../javascript/language.ts';

/** Types are taken off on the page; what runs is JavaScript. */
export const typescript: SandboxLanguage = {
  id: 'typescript',
  label: 'TypeScript',
  extensions: ['.ts', '.mts', '.cts'],
  timeFactor: 2,
  limitsMemory: false,
  interacts: 'always',
  traces: true,
  sharesWorker: false,
  runsAs: 'javascript',
  instrument: javascript.instrument!,
  translator: async () => {
    const { translate } = await import('./translate.ts');
    return ({ source }) => translate(source);
  },
  differences: [
    'Types are removed, not checked: a program with type errors runs.',
    'Namespaces with values and decorators are refused.',
    'Otherwise as JavaScript here: no memory limit, less recursion, no eval.',
  ],
};
