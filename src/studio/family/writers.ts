import { writeC } from './c.ts';
import { writeCpp } from './cpp.ts';
import { writeJavaScript } from './javascript.ts';
import { writeLua } from './lua.ts';
import { writePython } from './python.ts';
import { writeRuby } from './ruby.ts';
import type { Spec } from './spec.ts';
import { writeTypeScript } from './typescript.ts';

/** The family's emitters, by the sandbox's names of the languages. */
export const WRITERS: Readonly<Record<string, (spec: Spec) => string>> = {
  python: writePython,
  javascript: writeJavaScript,
  'javascript-strict': writeJavaScript,
  typescript: writeTypeScript,
  lua: writeLua,
  c: writeC,
  cpp: writeCpp,
  ruby: writeRuby,
};
