import type { SolveOptions } from '../agents/events.ts';
import { gradeHidden } from '../judge/grade.ts';
import type { Judge, Submission } from '../judge/judge.ts';
import { openProblem, type Problem } from '../judge/problem.ts';
import type { Engine } from '../llm/engine.ts';
import { remoteModels } from '../remote-models.ts';
import type { Download } from '../sandbox/assets/downloads.ts';
import type { Language, Runner } from '../sandbox/program.ts';
import { deleteProblem, listProblems, readProblem, saveProblem } from '../store/problems.ts';
import { appendEvent, keepRunProblem } from '../store/runs.ts';
import { DEFAULT_SETTINGS, readSettings, type Settings, saveSettings } from '../store/settings.ts';
import type { AppState, ListedProblem } from './app-state.ts';
import type { Loading } from './loading.ts';
import type { ModelInUse } from './model-in-use.ts';
import { createOutside } from './outside/outside.ts';
import { readBundledProblems } from './problems/bundled.ts';
import { followRun, type LiveRun } from './solve/live-run.ts';
import { tracingFor } from './solve/tracing.ts';
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
  const settings = createState(await readSettings().catch((error: Error) => fallBack(error, trouble)));
  const problems = createState<Loading<ListedProblem[]>>({
    is: 'loading',
    note: 'Reading the problems…',
    fraction: null,
  });
  const run = createState<LiveRun | null>(null);
  const teaching = createState(false);
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
      run.set(startRun(problem, options, engine.value.value, judge, runner, trouble));
    },
  };
}

/** Without storage the page works on, with defaults, and says that it keeps nothing. */
function fallBack(error: Error, trouble: State<Error | null>): Settings {
  trouble.set(error);
  return DEFAULT_SETTINGS;
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

function startRun(
  problem: Problem,
  options: SolveOptions,
  engine: Engine,
  judge: Judge,
  runner: Runner,
  trouble: State<Error | null>,
): LiveRun {
  const run = crypto.randomUUID();
  const controller = new AbortController();
  const grade = (submission: Submission, signal: AbortSignal) =>
    gradeHidden(problem, judge, submission, signal);
  const context = { engine, judge, grade, options, run, signal: controller.signal, now: Date.now };
  async function* solving() {
    // Read with Solve's page: who only practises does without the roles.
    const { solve } = await import('../agents/solve.ts');
    const tracing = await tracingFor(engine.info, runner, problem);
    yield* solve(openProblem(problem), { ...context, ...tracing });
  }
  return followRun({
    run,
    problem,
    events: solving(),
    async keep(event) {
      if (event.type === 'started') await keepRunProblem(run, problem);
      await appendEvent(event);
    },
    stop: () => controller.abort(),
    onError: (error) => trouble.set(error),
  });
}
