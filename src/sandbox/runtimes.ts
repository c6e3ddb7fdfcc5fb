import { clang } from '../../workers/sandbox/clang/runtime.ts';
import { javascript } from '../../workers/sandbox/javascript/runtime.ts';
import { javascriptStrict } from '../../workers/sandbox/javascript-strict/runtime.ts';
import { lua } from '../../workers/sandbox/lua/runtime.ts';
import { python } from '../../workers/sandbox/python/runtime.ts';
import { ruby } from '../../workers/sandbox/ruby/runtime.ts';
import type { Runtime } from './runtime.ts';

/** The runtime of each worker, by its language's id. */
export const RUNTIMES: Record<string, Runtime> = {
  python,
  javascript,
  'javascript-strict': javascriptStrict,
  lua,
  clang,
  ruby,
};
