import { render } from 'preact';
import { afterAll, afterEach, expect, test } from 'vitest';
import { createJudge } from '../../src/judge/create-judge.ts';
import type { LoadedEngine } from '../../src/llm/build-pack.ts';
import type { Engine, EngineEvent, Request } from '../../src/llm/engine.ts';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';
import { deleteRun, listRuns, readEvents } from '../../src/store/runs.ts';
import { familyProblem } from '../../src/studio/family/problem.ts';
import { toProblem } from '../../src/studio/family/to-problem.ts';
import { App } from '../../src/ui/app.tsx';
import type { AppState } from '../../src/ui/app-state.ts';
import { createApp } from '../../src/ui/create-app.ts';
import type { Loading } from '../../src/ui/loading.ts';
import type { ModelInUse } from '../../src/ui/model-in-use.ts';
import { EMPTY_RUN, fold } from '../../src/ui/solve/run-view.ts';
import { createState } from '../../src/ui/state.ts';
import { oracleEngine } from '../unit/agents/oracle-engine.ts';

/**
 * The page over the real judge, sandbox, store and solve loop. The family's oracle stands in for the model, which
 * the end-to-end tests have: here a run must go the same way every time.
 */
const made = familyProblem(11, 0, 'test');
const problem = await toProblem(made, 'test');
const runner = createBrowserRunner();
const judge = createJudge(runner);
const root = document.body.appendChild(document.createElement('div'));

afterAll(() => runner.dispose());
afterEach(async () => {
  render(null, root);
  for (const { run } of await listRuns()) await deleteRun(run);
});

type SolveEngine = Pick<Engine, 'info' | 'countTokens' | 'submit'>;

/** Opens the page on the problem, its model still on the way. */
const startModels = () =>
  new Worker(new URL('../../workers/models.worker.ts', import.meta.url), { type: 'module' });

async function openPage(): Promise<{ app: AppState; arrive(engine: SolveEngine): void }> {
  const note = 'Loading the model…';
  const engine = createState<Loading<LoadedEngine>>({ is: 'loading', note, fraction: 0.5 });
  const model: ModelInUse = {
    ...{ engine, choice: createState(null), elsewhere: createState(null) },
    ...{ use: () => {}, stop: () => {}, takeOver: () => {}, changed: () => {} },
  };
  const app = await createApp({
    ...{ model, startModels, judge, runner, languages: runner.languages, downloads: createState([]) },
  });
  await app.addProblem(problem);
  location.hash = `#/solve/${problem.id}`;
  render(<App state={app} />, root);
  await expect.poll(() => root.querySelector('h1')?.textContent).toBe(problem.title);
  await expect.poll(() => document.activeElement?.tagName).toBe('BUTTON');
  return { app, arrive: (value) => engine.set({ is: 'ready', value: value as LoadedEngine }) };
}

const pressKey = (key: string, ctrlKey = false) =>
  dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, cancelable: true }));
const runState = () => root.querySelector('.run-state')?.textContent ?? '';

test('Solve, pressed before the model is there, begins when it is and ends in a graded program', async () => {
  const { app, arrive } = await openPage();
  expect(document.activeElement?.textContent).toContain('Solve');
  pressKey('Enter', true);
  await expect.poll(() => root.textContent).toContain('Starts when the model is there');
  arrive(oracleEngine(made).engine);

  await expect.poll(runState).toContain('Solved');
  expect(root.querySelector('.accepted h2')?.textContent).toBe('Program 1a passes every sample');
  expect(root.querySelector('.grade .verdict')?.textContent).toBe('AC');

  const [kept] = await listRuns();
  expect(kept).toMatchObject({ title: problem.title, how: 'solved', grade: 'AC' });
  const reopened = (await readEvents(kept!.run)).reduce(fold, EMPTY_RUN);
  const shown = app.run.value!.view.value;
  expect(reopened.candidates).toEqual(shown.candidates);
  expect(reopened.grade).toEqual(shown.grade);

  location.hash = '#/history';
  await expect.poll(() => root.querySelector('.runs tbody')?.textContent).toContain(problem.title);
  root.querySelector<HTMLElement>('.runs a')!.click();
  await expect.poll(runState).toContain('Solved');
});

test('Escape stops a run, which stays in History as stopped', async () => {
  const { arrive } = await openPage();
  arrive({ ...oracleEngine(made).engine, submit: silent });
  pressKey('Enter', true);
  await expect.poll(runState).toContain('the retriever is writing');
  pressKey('Escape');
  await expect.poll(runState).toContain('Stopped');
  expect(await listRuns()).toMatchObject([{ how: 'stopped', grade: null }]);
});

test('a model that did not load is told in its own words, and Practice still works', async () => {
  const { app } = await openPage();
  app.engine.set({ is: 'failed', error: new Error('params_shard_0.bin is damaged; load the page again.') });
  await expect.poll(() => root.textContent).toContain('params_shard_0.bin is damaged; load the page again.');
  location.hash = `#/practice/${problem.id}`;
  await expect.poll(() => root.querySelector('.editor')).not.toBeNull();
});

/** Says nothing until it is told to stop. */
async function* silent(requests: Request[], signal: AbortSignal): AsyncGenerator<EngineEvent> {
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const usage = { promptTokens: 1, computedPromptTokens: 1, completionTokens: 0 };
  for (const { id } of requests)
    yield {
      type: 'end',
      request: id,
      reason: 'abort',
      usage,
      measured: { ms: 1, forced: 0, guessed: 0, accepted: 0 },
    };
}
