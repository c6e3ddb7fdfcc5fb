import { afterAll } from 'vitest';
import type { Run, RunInput } from '../../../src/sandbox/program.ts';
import type { PooledRunner } from '../../../src/sandbox/runner.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const signal = new AbortController().signal;
const limits = { timeMs: 20_000, outputBytes: 2 ** 20 };

type RunProgram = (source: string, ...inputs: string[]) => Promise<Run[]>;

let made: PooledRunner | null = null;
afterAll(() => made?.dispose());

/** The test file's one runner. */
export function sharedRunner(): PooledRunner {
  made ??= createNodeRunner();
  return made;
}

/** Runs one submission on each input with the workers' own code in Node's threads. */
export function programs(language: string, more: Pick<RunInput, 'trace'> = {}): RunProgram {
  return async (source, ...inputs) => {
    const preparation = await sharedRunner().prepare({ language, source }, signal);
    if (!preparation.ok) throw new Error(preparation.compileError);
    const runs: Run[] = [];
    try {
      for (const stdin of inputs)
        runs.push(await preparation.prepared.run({ stdin, limits, ...more }, signal));
    } finally {
      preparation.prepared.dispose();
    }
    return runs;
  };
}

/** What each run printed, on no input if none is given; of one that did not end well, how it ended. */
export function printing(run: RunProgram): (source: string, ...inputs: string[]) => Promise<string[]> {
  return async (source, ...inputs) => {
    const runs = await run(source, ...(inputs.length > 0 ? inputs : ['']));
    return runs.map(({ stdout, stderr, exit }) =>
      exit.kind === 'code' && exit.code === 0 ? stdout : `${JSON.stringify(exit)} ${stderr}`,
    );
  };
}

/** What a traced run did, a text for each line: `4 f: a = [1], n = 2`. */
export function traces(language: string): (source: string, input: string) => Promise<string[]> {
  return async (source, stdin) => {
    const preparation = await sharedRunner().prepare({ language, source }, signal);
    if (!preparation.ok) throw new Error(preparation.compileError);
    try {
      const { trace } = await preparation.prepared.run({ stdin, limits, trace: true }, signal);
      return trace!.steps.map(({ line, fn, changed }) =>
        [`${line}${fn && ` ${fn}`}`, changed.map(([name, value]) => `${name} = ${value}`).join(', ')].join(
          ': ',
        ),
      );
    } finally {
      preparation.prepared.dispose();
    }
  };
}
