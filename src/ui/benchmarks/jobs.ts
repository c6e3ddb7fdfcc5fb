import { createArchive } from '../../agents/archive/create-archive.ts';
import { readBenchmarkProblem } from '../../store/benchmarks.ts';
import {
  appendStep,
  deleteJob,
  keepJob,
  listJobs,
  readLines,
  readTally,
  type StudioJob,
} from '../../store/studio-jobs.ts';
import { methodOf } from '../../studio/benchmarks/methods.ts';
import type { BenchmarkSettings, PlannedRun } from '../../studio/benchmarks/plan.ts';
import { keyText, modelText, modelUsed, type Row } from '../../studio/benchmarks/row.ts';
import { type BenchmarkParts, runBenchmark } from '../../studio/benchmarks/run.ts';
import type { AppState } from '../app-state.ts';
import { whenReady } from '../loading.ts';
import { newId } from '../new-id.ts';
import { readBundledSolved } from '../problems/bundled.ts';
import { saveBlob } from '../save-file.ts';
import { tracing } from '../solve/tracing.ts';
import { createState, type State } from '../state.ts';
import { alone } from '../tab-locks.ts';
import type { Sets } from './sets.ts';
import { benchmarksWorker } from './worker.ts';

/** A job as the page shows it. */
export interface ShownJob extends StudioJob<BenchmarkSettings> {
  rows: readonly Row[];
  /** What is being solved; null while nothing is. */
  now: PlannedRun | null;
  /** What keeps it from going on; null while it goes on or when nothing did. */
  error: Error | null;
  /** Set while it goes on in this tab. */
  stop: (() => void) | null;
}

/** Runs of benchmarks. They go on while other pages are open; each row is kept before it is shown. */
export interface Jobs {
  all: State<readonly ShownJob[]>;
  /** Reads what is kept; once. */
  read(): Promise<void>;
  begin(settings: BenchmarkSettings): Promise<void>;
  goOn(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  save(id: string): Promise<void>;
}

/** A job cannot go on here; the message says why. */
class JobError extends Error {
  override readonly name = 'JobError';
}

const SHELF = 'benchmark-jobs';
const ROWS = 'results';

export function createJobs(app: AppState, sets: Sets): Jobs {
  const all = createState<readonly ShownJob[]>([]);
  const find = (id: string) => all.value.find((job) => job.id === id);
  const change = (id: string, changes: Partial<ShownJob>) =>
    all.set(all.value.map((job) => (job.id === id ? { ...job, ...changes } : job)));
  let reading: Promise<void> | null = null;

  /** The set of a job. Throws `JobError` where its problems are not here any more. */
  function setOf({ settings }: ShownJob) {
    const found = sets.all.value.find(({ listing }) => listing.set === settings.set);
    if (!found)
      throw new JobError('The problems of this job are not here any more; bring their files again.');
    return found;
  }

  async function follow(id: string, signal: AbortSignal): Promise<void> {
    const job = find(id)!;
    const { place, listing } = setOf(job);
    const engine = await whenReady(app.model.engine);
    // Another tab may have gone on with it.
    const rows = await rowsOf(id);
    change(id, { rows });
    const other = rows.find(
      ({ by, method }) => modelText(by) !== modelText(modelUsed(engine.info, methodOf(method))),
    );
    if (other)
      throw new JobError(
        `This job began with ${other.by.model}${other.by.packs.length > 0 ? ' and other packs' : ''}. Load that in Models, or begin a new job.`,
      );
    const known = new Set(rows.map(keyText));
    const parts: BenchmarkParts = {
      ...{ engine, signal, judge: app.judge, readsDocuments: engine.info.trainedOn !== null },
      archive: createArchive(await readBundledSolved()),
      traceOf: (problem) => tracing(app.runner, problem),
      shelf: {
        async read({ id: problem }) {
          const found = await readBenchmarkProblem(place, problem);
          if (found) return found;
          throw new JobError('A problem of this job is not here any more; bring its files again.');
        },
      },
      has: (key) => known.has(keyText(key)),
      // A browser has no counter of it.
      joules: () => null,
      now: Date.now,
    };
    for await (const event of runBenchmark(listing, job.settings, parts)) {
      if (event.type === 'begun') {
        change(id, { now: event.run });
        continue;
      }
      const { rows: before } = find(id)!;
      const line = `${JSON.stringify(event.row)}\n`;
      await appendStep(id, before.length, { [ROWS]: line }, { steps: before.length + 1 });
      change(id, { rows: [...before, event.row] });
    }
  }

  async function run(id: string): Promise<void> {
    const job = find(id);
    if (!job || job.stop) return;
    const controller = new AbortController();
    change(id, { error: null, stop: () => controller.abort() });
    app.teaching.set(app.teaching.value + 1);
    try {
      await onlyHere(id, () => follow(id, controller.signal));
    } catch (error) {
      if (!controller.signal.aborted) change(id, { error: error as Error });
    } finally {
      app.teaching.set(app.teaching.value - 1);
      change(id, { stop: null, now: null });
    }
  }

  return {
    all,
    read() {
      reading ??= readAll().then((jobs) => all.set([...all.value, ...jobs.filter(({ id }) => !find(id))]));
      return reading;
    },
    async begin(settings) {
      const job = { id: newId(), startedAt: Date.now(), settings };
      await keepJob(job, SHELF);
      all.set([{ ...job, rows: [], now: null, error: null, stop: null }, ...all.value]);
      await run(job.id);
    },
    goOn: run,
    async remove(id) {
      const job = find(id);
      if (!job || job.stop) return;
      await onlyHere(id, () => deleteJob(id, [ROWS], SHELF));
      all.set(all.value.filter((other) => other.id !== id));
    },
    async save(id) {
      const job = find(id);
      if (!job) return;
      const { settings, rows } = job;
      const { listing } = setOf(job);
      const environment = { browser: navigator.userAgent };
      const zip = await benchmarksWorker().zip({ id, settings, steps: rows.length, listing, environment });
      saveBlob(`quartet-${settings.benchmark}-${id.slice(0, 8)}.zip`, zip);
    },
  };
}

async function readAll(): Promise<ShownJob[]> {
  const jobs = await listJobs<BenchmarkSettings>(SHELF);
  return Promise.all(
    jobs.map(async (job) => ({ ...job, rows: await rowsOf(job.id), now: null, error: null, stop: null })),
  );
}

async function rowsOf(id: string): Promise<Row[]> {
  const steps = (await readTally<{ steps: number }>(id))?.steps ?? 0;
  const rows: Row[] = [];
  for await (const text of readLines(id, ROWS, steps))
    for (const line of text.trimEnd().split('\n')) rows.push(JSON.parse(line));
  return rows;
}

/** Does `work` on a job that no other tab works on. Rejects with `JobError` where one does. */
function onlyHere(id: string, work: () => Promise<void>): Promise<void> {
  return alone(`quartet-benchmark ${id}`, work, () => {
    throw new JobError('This job goes on in another tab of this page.');
  });
}
