import { connect, type Remote } from './bridge.ts';
import type { ExportSettings, FamilySettings } from './studio/jobs/settings.ts';
import type { Tally } from './studio/jobs/tally.ts';

/** What `workers/studio.worker.ts` exposes. */
export interface StudioWorker {
  /** Goes on with a job that asks nobody; a tally for each step, which is kept when it is told. */
  make(job: string, settings: FamilySettings | ExportSettings, signal: AbortSignal): AsyncIterable<Tally>;
  /** A job's files as one zip. */
  zip(job: string, settings: object, tally: Tally): Promise<Blob>;
}

/** The studio's worker, which `start` starts when it is first wanted. */
export function remoteStudio(start: () => Worker): () => Remote<StudioWorker> {
  let started: Remote<StudioWorker> | null = null;
  return () => {
    started ??= connect<StudioWorker>(start());
    return started;
  };
}
