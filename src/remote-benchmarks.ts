import { connect, type Remote } from './bridge.ts';
import type { Environment } from './studio/benchmarks/export.ts';
import type { Listing, Read } from './studio/benchmarks/listing.ts';
import type { BenchmarkSettings } from './studio/benchmarks/plan.ts';

export type ReadEvent = { type: 'read'; read: Read } | { type: 'listed'; listings: Listing[] };

/** A job as the page's export has it. */
export interface ExportedJob {
  id: string;
  settings: BenchmarkSettings;
  /** Rows that are kept. */
  steps: number;
  listing: Listing;
  environment: Environment;
}

/** What `workers/benchmarks.worker.ts` exposes. */
export interface BenchmarksWorker {
  /** Reads the problems of files and keeps each; their lists come last, with the sets that are kept then. */
  read(files: readonly [path: string, file: File][], signal: AbortSignal): AsyncIterable<ReadEvent>;
  /** All that is needed to check a job's results, as one zip. */
  zip(job: ExportedJob): Promise<Blob>;
}

/** The benchmarks' worker, which `start` starts when it is first wanted. */
export function remoteBenchmarks(start: () => Worker): () => Remote<BenchmarksWorker> {
  let started: Remote<BenchmarksWorker> | null = null;
  return () => {
    started ??= connect<BenchmarksWorker>(start());
    return started;
  };
}
