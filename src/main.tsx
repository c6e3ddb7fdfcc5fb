import { render } from 'preact';
import { installAutomation } from './automation.ts';
import { publicAddress } from './offline/public-address.ts';
import { loadRemoteEngine } from './remote-engine.ts';
import type { Download } from './sandbox/assets/downloads.ts';
import { createBrowserRunner } from './sandbox/browser-runner.ts';
import { EMBEDDED_MODEL } from './store/settings.ts';
import { App } from './ui/app.tsx';
import { createApp } from './ui/create-app.ts';
import { firstPageOpened } from './ui/first-page.ts';
import { judgeWhenAsked } from './ui/judge-when-asked.ts';
import { whenReady } from './ui/loading.ts';
import { createModelHold } from './ui/model-hold.ts';
import { createModelInUse } from './ui/model-in-use.ts';
import { dressEngine } from './ui/roles/dress.ts';
import { openArchive } from './ui/solve/archive.ts';
import { tracing } from './ui/solve/tracing.ts';
import { createState } from './ui/state.ts';

const startModel = (): Worker =>
  new Worker(new URL('../workers/llm.worker.ts', import.meta.url), { type: 'module' });
const model = createModelInUse({
  start: startModel,
  placeOf: (name) =>
    name === EMBEDDED_MODEL ? { baseUrl: publicAddress(`models/${name}/`) } : { kept: name },
  async openEndpoint(name, signal) {
    const { openEndpoint } = await import('./ui/models/open-endpoint.ts');
    return openEndpoint(app.settings.value.endpoints, name, app.outside, signal);
  },
  dress: (engine) => dressEngine(engine, app.settings.value.packs, app.trouble.set),
  hold: createModelHold(() => app.run.value?.live.value || app.teaching.value > 0 || model.work.busy),
});
const downloads = createState<readonly Download[]>([]);
const runner = createBrowserRunner({ onDownload: downloads.set });
// Half of the cores: the page and the model need some, and a Python worker takes 100 MB.
const lanes = Math.max(1, Math.min(4, Math.floor(navigator.hardwareConcurrency / 2)));
const judge = judgeWhenAsked(runner, { lanes, neighbours: model.work });
installAutomation({
  judge,
  engine: () => whenReady(model.engine),
  async open(given) {
    const { signal } = new AbortController();
    if ('baseUrl' in given) return loadRemoteEngine(startModel(), given, signal);
    const { endpoint } = given;
    app.changeSettings({ hosts: [...app.settings.value.hosts, new URL(endpoint.url).host] });
    const { openEndpoint } = await import('./ui/models/open-endpoint.ts');
    return openEndpoint([endpoint], endpoint.name, app.outside, signal);
  },
  openArchive,
  tracing: (problem) => tracing(runner, problem),
});

const startModels = (): Worker =>
  new Worker(new URL('../workers/models.worker.ts', import.meta.url), { type: 'module' });
const { languages } = runner;
const app = await createApp({ model, startModels, judge, runner, languages, downloads });
render(<App state={app} />, document.getElementById('app')!);

// A language's first program waits for its runtime: by the time that one is written, it should be there. What
// goes wrong here goes wrong again, and is told, when a program is run.
await firstPageOpened;
model.use(app.settings.value.model);
runner.warm(app.settings.value.solve.language).catch(() => {});
app.offline.begin();
