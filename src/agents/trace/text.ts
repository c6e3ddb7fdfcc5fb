import type { Trace } from '../../sandbox/program.ts';
import { type CutTrace, cutTrace, GAP } from './cut.ts';

/** What a prompt has room for. */
const IN_PROMPT = { lines: 24, value: 60, times: 2 };

/**
 * A cut trace as prompts show it: a line for each line that was run, `LINE: name = value, name = value`, and `...` where
 * some are left out.
 */
export const writeTrace = (cut: CutTrace): string =>
  cut
    .map((step) => {
      if (!step) return GAP;
      return `${step.line}: ${step.changed.map(([name, value]) => `${name} = ${value}`).join(', ')}`;
    })
    .join('\n');

/**
 * What a program did on a test that it fails, for a prompt; empty where nothing was taken down. `expected` and `actual`
 * are the texts of its standard output, null where the answer is not printed there.
 */
export function traceForPrompt(trace: Trace, output: { expected: string; actual: string } | null): string {
  const printed = output && firstWrongByte(output.expected, output.actual);
  return writeTrace(cutTrace(trace, { ...IN_PROMPT, printed }));
}

/** Where the first token of the output that is not the expected one begins, in bytes; null if every one is right. */
export function firstWrongByte(expected: string, actual: string): number | null {
  const wanted = expected.match(/\S+/g) ?? [];
  for (const [i, token] of [...actual.matchAll(/\S+/g)].entries())
    if (token[0] !== wanted[i]) return new TextEncoder().encode(actual.slice(0, token.index)).length;
  return null;
}
