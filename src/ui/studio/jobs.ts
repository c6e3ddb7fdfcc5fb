import { remoteStudio } from '../../remote-studio.ts';
import {
  appendStep,
  deleteJob,
  keepJob,
  listJobs,
  readTally,
  type StudioJob,
} from '../../store/studio-jobs.ts';
import { familyProblems } from '../../studio/family/problems.ts';
import type { JobSettings, TeachSettings } from '../../studio/jobs/settings.ts';
import { add, linesOf, NOTHING_DONE, type Tally } from '../../studio/jobs/tally.ts';
import { taughtSteps } from '../../studio/jobs/taught.ts';
import { type StudioProblem, TeacherError } from '../../studio/teachers/teacher.ts';
import type { AppState } from '../app-state.ts';
import { readyValue } from '../loading.ts';
import { newId } from '../new-id.ts';
import { saveBlob } from '../save-file.ts';
import { createState, type State } from '../state.ts';
import { alone } from '../tab-locks.ts';
import { modelInUse, teacherOf } from './teachers.ts';

/** A job as the page shows it. */
export interface ShownJob extends StudioJob<JobSettings> {
  tally: Tally;
  /** What keeps it from going on; null while it goes on or when nothing did. */
  error: Error | null;
  /** Set while it goes on in this tab. */
  stop: (() => void) | null;
}

/** The studio's jobs. They go on while other pages are open; what they made is kept, so they go on after a reload too. */
export interface Jobs {
  all: State<readonly ShownJob[]>;
  /** Reads what is kept and not shown yet: a backup may have brought some. */
  read(): Promise<void>;
  begin(settings: JobSettings): Promise<void>;
  goOn(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  save(id: string): Promise<void>;
}

/** A job cannot go on here; the message says why. */
class JobError extends Error {
  override readonly name = 'JobError';
}

const made = new WeakMap<AppState, Jobs>();

/** The jobs of the app; made when the studio is first opened. */
export function jobsOf(app: AppState): Jobs {
  const jobs = made.get(app) ?? createJobs(app);
  made.set(app, jobs);
  return jobs;
}

function createJobs(app: AppState): Jobs {
  const all = createState<readonly ShownJob[]>([]);
  const worker = remoteStudio(
    () => new Worker(new URL('../../../workers/studio.worker.ts', import.meta.url), { type: 'module' }),
  );
  const find = (id: string) => all.value.find((job) => job.id === id);
  const change = (id: string, changes: Partial<ShownJob>) =>
    all.set(all.value.map((job) => (job.id === id ? { ...job, ...changes } : job)));

  /** The job's tallies as it goes on, each kept before it is told. */
  async function* tallies({ id, settings }: ShownJob, signal: AbortSignal): AsyncGenerator<Tally> {
    if (settings.command === 'family' || settings.command === 'export')
      yield* await worker().make(id, settings, signal);
    else yield* teach(id, settings, signal);
  }

  async function* teach(id: string, settings: TeachSettings, signal: AbortSignal): AsyncGenerator<Tally> {
    let tally = (await readTally<Tally>(id)) ?? NOTHING_DONE;
    const teacher = await teacherOf(app, settings.teacher, settings.language, signal);
    const student = settings.command === 'distill' ? teacher : await modelInUse(app);
    const problems = problemsOf(app, settings, tally.done);
    const steps = taughtSteps(
      settings,
      { ...{ teacher, student, problems, signal }, judge: app.judge },
      tally.done,
    );
    for await (const step of steps) {
      const next = add(tally, step);
      await appendStep(id, tally.steps, linesOf(step), next);
      tally = next;
      yield tally;
    }
  }

  async function run(id: string): Promise<void> {
    const job = find(id);
    if (!job || job.stop) return;
    const controller = new AbortController();
    const asking = asksModel(job.settings) ? 1 : 0;
    change(id, { error: null, stop: () => controller.abort() });
    app.teaching.set(app.teaching.value + asking);
    try {
      await onlyHere(id, async () => {
        for await (const tally of tallies(job, controller.signal)) change(id, { tally });
      });
    } catch (error) {
      if (!controller.signal.aborted) change(id, { error: error as Error });
    } finally {
      app.teaching.set(app.teaching.value - asking);
      change(id, { stop: null });
    }
  }

  return {
    all,
    async read() {
      const kept = await readAll();
      const unknown = kept.filter(({ id }) => !find(id));
      all.set([...all.value, ...unknown].sort((p, q) => q.startedAt - p.startedAt));
    },
    async begin(settings) {
      const job = { id: newId(), startedAt: Date.now(), settings };
      await keepJob(job);
      all.set([{ ...job, tally: NOTHING_DONE, error: null, stop: null }, ...all.value]);
      await run(job.id);
    },
    goOn: run,
    async remove(id) {
      const job = find(id);
      if (!job || job.stop) return;
      await onlyHere(id, () => deleteJob(id, Object.keys(job.tally.rows)));
      all.set(all.value.filter((other) => other.id !== id));
    },
    async save(id) {
      const job = find(id);
      if (!job) return;
      const { settings, tally } = job;
      saveBlob(`quartet-${settings.command}-${id.slice(0, 8)}.zip`, await worker().zip(id, settings, tally));
    },
  };
}

async function readAll(): Promise<ShownJob[]> {
  const jobs = await listJobs<JobSettings>();
  return Promise.all(
    jobs.map(async (job) => ({
      ...job,
      tally: (await readTally<Tally>(job.id)) ?? NOTHING_DONE,
      error: null,
      stop: null,
    })),
  );
}

/** Does `work` on a job that no other tab works on. Rejects with `JobError` where one does. */
function onlyHere(id: string, work: () => Promise<void>): Promise<void> {
  return alone(`quartet-studio ${id}`, work, () => {
    throw new JobError('This job goes on in another tab of this page.');
  });
}

/** Whether a job asks the model in use. */
function asksModel(settings: JobSettings): boolean {
  if (settings.command === 'supervise' || settings.command === 'correct') return true;
  return settings.command === 'distill' && settings.teacher.is === 'model';
}

/** The job's problems from the `from`-th on. */
async function* problemsOf(
  app: AppState,
  { problems, seed, count }: TeachSettings,
  from: number,
): AsyncGenerator<StudioProblem> {
  if (problems === 'family') {
    yield* familyProblems(seed, 'train', from, count);
    return;
  }
  for (const id of problems.slice(from)) {
    const listed = readyValue(app.problems.value)?.find(({ problem }) => problem.id === id);
    if (!listed) throw new TeacherError('A problem of this job is not here any more; begin a new one.');
    yield { problem: listed.problem };
  }
}
