import type { SolveEvent, SolveOptions } from '../agents/events.ts';
import { optionsOfRun, wholeOptions } from '../agents/options.ts';
import { gradeHidden } from '../judge/grade.ts';
import type { Judge, Submission } from '../judge/judge.ts';
import { openProblem, type Problem } from '../judge/problem.ts';
import type { Engine } from '../llm/engine.ts';
import { remoteModels } from '../remote-models.ts';
import type { Download } from '../sandbox/assets/downloads.ts';
import type { Language, Runner } from '../sandbox/program.ts';
import { keepSolved } from '../store/archive.ts';
import { deleteProblem, listProblems, readProblem, saveProblem } from '../store/problems.ts';
import { appendEvent, keepRunProblem, readEvents } from '../store/runs.ts';
import { DEFAULT_SETTINGS, readSettings, type Settings, saveSettings } from '../store/settings.ts';
import type { AppState, ListedProblem } from './app-state.ts';
import type { Loading } from './loading.ts';
import type { ModelInUse } from './model-in-use.ts';
import { newId } from './new-id.ts';
import { createOffline } from './offline/offline.ts';
import { createOutside } from './outside/outside.ts';
import { readBundledProblems } from './problems/bundled.ts';
import { openArchive } from './solve/archive.ts';
import { followRun, type LiveRun } from './solve/live-run.ts';
import { holdRun, RunHeldError } from './solve/run-lock.ts';
import { tracing } from './solve/tracing.ts';
import { createState, type State } from './state.ts';
import { watchTraffic } from './traffic.ts';

/** What runs outside of the page's own code, made by whoever starts the app. */
export interface Services {
  model: ModelInUse;
  /** Starts a worker that runs `workers/models.worker.ts`. */
  startModels(): Worker;
  judge: Judge;
  runner: Runner;
  languages: readonly Language[];
  downloads: State<readonly Download[]>;
}

/** Makes the app's state and begins to read what is kept; resolves when the settings are there. */
export async function createApp({
  model,
  startModels,
  judge,
  runner,
  languages,
  downloads,
}: Services): Promise<AppState> {
  const { engine } = model;
  const trouble = createState<Error | null>(null);
  const settings = createState(
    await readSettings().catch((error: Error) => fallBack(error, trouble, DEFAULT_SETTINGS)),
  );
  const problems = createState<Loading<ListedProblem[]>>({
    is: 'loading',
    note: 'Reading the problems…',
    fraction: null,
  });
  const run = createState<LiveRun | null>(null);
  const teaching = createState(0);
  const traffic = watchTraffic();
  const changeSettings = (change: Partial<Settings>) => {
    settings.set({ ...settings.value, ...change });
    saveSettings(change).catch((error: Error) => trouble.set(error));
  };
  const permissions = {
    permitted: () => settings.value.hosts,
    permit: (host: string) => changeSettings({ hosts: [...settings.value.hosts, host] }),
  };
  const outside = createOutside(permissions, traffic);

  let bundled: Promise<Problem[]> | null = null;
  /** Read once: they do not change, and the network may be gone. */
  const readBundled = () => {
    bundled ??= readBundledProblems();
    bundled.catch(() => {
      bundled = null;
    });
    return bundled;
  };
  const refresh = async () => problems.set({ is: 'ready', value: await listAll(readBundled, trouble) });
  void refresh();

  return {
    model,
    engine,
    judge,
    runner,
    languages,
    downloads,
    problems,
    settings,
    trouble,
    run,
    teaching,
    traffic: traffic.state,
    outside,
    offline: createOffline({ engine, downloads }),
    models: remoteModels(startModels, outside.gate),
    actions: createState({}),
    work: new Set(),
    changeSettings,
    async addProblem(...added: Problem[]) {
      for (const problem of added) {
        const before = problem.statement === '' ? await readProblem(problem.id) : null;
        const { statement, assets } = before ?? problem;
        await saveProblem({ ...problem, statement, assets });
      }
      await refresh();
    },
    async removeProblem(id: string) {
      await deleteProblem(id).catch((error: Error) => trouble.set(error));
      await refresh();
    },
    solve(problem: Problem, options: SolveOptions) {
      if (engine.value.is !== 'ready' || run.value?.live.value) return;
      // Those of an old run may lack what has come since.
      const starting = { run: newId(), problem, options: wholeOptions(options) };
      run.set(startRun(starting, engine.value.value, judge, runner, trouble));
    },
    continueRun(problem: Problem, before: readonly SolveEvent[]) {
      const [started] = before;
      if (engine.value.is !== 'ready' || run.value?.live.value || started?.type !== 'started') return;
      const starting = { run: started.run, problem, options: optionsOfRun(started.options), before };
      run.set(startRun(starting, engine.value.value, judge, runner, trouble));
    },
  };
}

/** Without storage the page works on, with defaults, and says what it cannot do. */
function fallBack<T>(error: Error, trouble: State<Error | null>, instead: T): T {
  trouble.set(error);
  return instead;
}

/** What can be read: without the bundled problems the user's own still serve, and the other way round. The user's own replaces a bundled one of the same id: it may have been edited. */
async function listAll(
  readBundled: () => Promise<Problem[]>,
  trouble: State<Error | null>,
): Promise<ListedProblem[]> {
  const reportAndGoOn = (error: Error) => {
    trouble.set(error);
    return [];
  };
  const [bundled, own] = await Promise.all([
    readBundled().catch(reportAndGoOn),
    listProblems().catch(reportAndGoOn),
  ]);
  const ids = new Set(own.map(({ id }) => id));
  return [
    ...bundled.filter(({ id }) => !ids.has(id)).map((problem) => ({ problem, bundled: true })),
    ...own.map((problem) => ({ problem, bundled: false })),
  ];
}

interface Starting {
  run: string;
  problem: Problem;
  options: SolveOptions;
  /** The stored events of a run that is continued. */
  before?: readonly SolveEvent[];
}

function startRun(
  { run, problem, options, before = [] }: Starting,
  engine: Engine,
  judge: Judge,
  runner: Runner,
  trouble: State<Error | null>,
): LiveRun {
  const controller = new AbortController();
  const grade = (submission: Submission, signal: AbortSignal) =>
    gradeHidden(problem, judge, submission, signal);
  const context = { engine, judge, grade, options, run, signal: controller.signal, now: Date.now, before };
  async function* solving() {
    const release = await holdRun(run);
    try {
      // Since its events were read another tab may have gone on with it.
      if (before.length > 0 && (await readEvents(run)).length !== before.length) throw new RunHeldError();
      // Read with Solve's page: who only practises does without the roles.
      const { solve } = await import('../agents/solve.ts');
      const trace = tracing(runner, problem);
      const archive =
        options.archive && (await openArchive().catch((error) => fallBack(error, trouble, null)));
      yield* solve(openProblem(problem), { ...context, trace, ...(archive && { archive }) });
    } finally {
      release();
    }
  }
  return followRun({
    run,
    problem,
    before,
    events: solving(),
    async keep(event) {
      if (event.type === 'started') await keepRunProblem(run, problem);
      await appendEvent(event);
      if (event.type === 'ended' && event.how === 'solved') await keepInArchive(run, problem);
    },
    stop: () => controller.abort(),
    onError: (error) => trouble.set(error),
  });
}

/** What a run has solved is there for the next ones. */
async function keepInArchive(run: string, problem: Problem): Promise<void> {
  const { solvedOf } = await import('../agents/archive/solved-of.ts');
  const solved = solvedOf(await readEvents(run), problem);
  if (solved) await keepSolved(run, solved);
}
