import { tracedDebuggerRow } from '../../src/studio/documents.ts';
import type { ExportRow } from '../../src/studio/export.ts';
import { Random } from '../../src/studio/family/random.ts';
import { traceOnSample } from '../../src/studio/family/trace.ts';
import { createNodeRunner } from '../node-runner.ts';

/** Gives the debugger's rows traces: of `share` per cent of the programs, run in Python without a browser. */
export interface TracedRows {
  row(one: ExportRow): Promise<ExportRow['row']>;
  dispose(): void;
}

export function createTracedRows(share: number, seed: number): TracedRows {
  const runner = createNodeRunner();
  const random = new Random(`${seed}/traces`);
  const { signal } = new AbortController();
  return {
    async row(one) {
      if (one.file !== 'debugger') return one.row;
      const { made, debugged } = one;
      const { language, source, failure } = debugged.input;
      const trace = random.chance(share / 100)
        ? await traceOnSample(runner, { language, source }, failure, signal)
        : '';
      return tracedDebuggerRow(made, debugged, trace);
    },
    dispose: () => runner.dispose(),
  };
}
