import type { CheckEvent, Damage, InstallEvent, Progress } from '../../models/store.ts';
import { createState } from '../state.ts';

/** Something that is done with a kept model, or came of it. It goes on while other pages are open. */
export interface ModelJob {
  model: string;
  /** E.g. `Downloading`. */
  what: string;
  progress: Progress | null;
  damaged: readonly Damage[];
  /** Null while it goes on. */
  ended: { error: Error | null; note: string } | null;
  stop(): void;
}

/** The latest job of each model, in the order in which they were begun. */
export const modelJobs = createState<readonly ModelJob[]>([]);

/**
 * Reads a job's events to their end; the job is told of in `modelJobs`. Resolves when it is over, whatever came of it;
 * a model is worked on once at a time.
 */
export async function runModelJob(
  model: string,
  what: string,
  open: (signal: AbortSignal) => AsyncIterable<InstallEvent | CheckEvent>,
): Promise<void> {
  if (modelJobs.value.some((job) => job.model === model && job.ended === null)) return;
  const controller = new AbortController();
  const stop = () => controller.abort(new StoppedJobError(what));
  let job: ModelJob = { model, what, progress: null, damaged: [], ended: null, stop };
  let note = 'Done.';
  const tell = (change: Partial<ModelJob>) => {
    job = { ...job, ...change };
    modelJobs.set([...modelJobs.value.filter((other) => other.model !== model), job]);
  };
  tell({});
  try {
    for await (const event of open(controller.signal)) {
      if (event.type === 'progress') tell({ progress: event });
      if (event.type === 'damaged') tell({ damaged: [...job.damaged, event] });
      if (event.type === 'again') note = `Done; ${event.file} came damaged and was fetched once more.`;
      if (event.type === 'checked' && event.damaged.length === 0) note = 'Every file is as it was.';
      if (event.type === 'checked' && event.damaged.length > 0) note = '';
      if (event.type === 'installed') note = 'It is here, whole and checked.';
    }
    tell({ ended: { error: null, note } });
  } catch (error) {
    tell({ ended: { error: error as Error, note: '' } });
  }
}

/** Puts away what came of a job. */
export function forgetJob(model: string): void {
  modelJobs.set(modelJobs.value.filter((job) => job.model !== model || job.ended === null));
}

class StoppedJobError extends Error {
  override readonly name = 'StoppedJobError';
  constructor(what: string) {
    super(`${what} was stopped. What has come is kept, and it can go on from there.`);
  }
}
