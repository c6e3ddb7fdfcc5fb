import { afterAll } from 'vitest';
import type { Run } from '../../../src/sandbox/program.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const signal = new AbortController().signal;
const limits = { timeMs: 20_000, outputBytes: 2 ** 20 };

type RunProgram = (source: string, ...inputs: string[]) => Promise<Run[]>;

/** Runs one submission on each input, with the workers' own code in Node's threads; ended with the test file. */
export function programs(language: string): RunProgram {
  const runner = createNodeRunner();
  afterAll(() => runner.dispose());
  return async (source, ...inputs) => {
    const preparation = await runner.prepare({ language, source }, signal);
    if (!preparation.ok) throw new Error(preparation.compileError);
    const runs: Run[] = [];
    try {
      for (const stdin of inputs) runs.push(await preparation.prepared.run({ stdin, limits }, signal));
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
