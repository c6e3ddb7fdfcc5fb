import { remoteBenchmarks } from '../../remote-benchmarks.ts';

/** Reads files and packs results, so that gigabytes do not hold the page up. */
export const benchmarksWorker = remoteBenchmarks(
  () => new Worker(new URL('../../../workers/benchmarks.worker.ts', import.meta.url), { type: 'module' }),
);
