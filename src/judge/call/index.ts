import type { Language } from '../../sandbox/program.ts';
import type { Exchange } from '../exchange.ts';
import type { Io } from '../problem.ts';
import { javascriptCall } from './javascript.ts';
import { luaCall } from './lua.ts';
import { pythonCall } from './python.ts';
import { rubyCall } from './ruby.ts';

/** The file that a harness writes the result to, so that a program may print what it likes. */
const RESULT = 'result.json';

/** The source with a harness around it that reads the arguments, calls `fn` and writes its result to a file. */
export type CallHarness = (source: string, fn: string, resultFile: string) => string;

const HARNESSES: Record<string, CallHarness> = {
  python: pythonCall,
  javascript: javascriptCall,
  'javascript-strict': javascriptCall,
  typescript: javascriptCall,
  lua: luaCall,
  ruby: rubyCall,
};

/** Whether functions can be called in a language. */
export const callableIn = (language: string): boolean => Object.hasOwn(HARNESSES, language);

/** The exchange of a call-based problem, or null for a language without a harness. */
export function callExchange(io: Extract<Io, { kind: 'call' }>, language: Language): Exchange | null {
  const harness = HARNESSES[language.id];
  if (!harness) return null;
  return {
    program: (submission) => ({ ...submission, source: harness(submission.source, io.fn, RESULT) }),
    give({ input }) {
      const fault = faultOf(input);
      return fault ? { fault } : { stdin: input, files: { given: {}, wanted: [RESULT] } };
    },
    take({ stdout, files }) {
      const output = files[RESULT];
      return output === undefined ? { missing: `ended before ${io.fn} returned` } : { output, aside: stdout };
    },
  };
}

/** Which line of a test's input is no argument, or null. */
function faultOf(input: string): string | null {
  const lines = input.split('\n');
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    try {
      JSON.parse(line);
    } catch {
      return `line ${i + 1} of its input should be an argument as JSON`;
    }
  }
  return null;
}
