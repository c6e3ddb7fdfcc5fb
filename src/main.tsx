import { render } from 'preact';
import { installAutomation } from './automation.ts';
import { createJudge } from './judge/create-judge.ts';
import type { Download } from './sandbox/assets/downloads.ts';
import { createBrowserRunner } from './sandbox/browser-runner.ts';
import { App } from './ui/app.tsx';
import { createApp } from './ui/create-app.ts';
import { firstPageOpened } from './ui/first-page.ts';
import { loadModel } from './ui/load-model.ts';
import { preload } from './ui/preload.ts';
import { createState } from './ui/state.ts';

const startModel = (): Worker =>
  new Worker(new URL('../workers/llm.worker.ts', import.meta.url), { type: 'module' });
const model = loadModel(startModel, 'models/quartet-tiny/', firstPageOpened);
const downloads = createState<readonly Download[]>([]);
const runner = createBrowserRunner({ onDownload: downloads.set });
// Half of the cores: the page and the model need some, and a Python worker takes 100 MB.
const lanes = Math.max(1, Math.min(4, Math.floor(navigator.hardwareConcurrency / 2)));
const judge = createJudge(runner, { lanes, neighbours: model.work });
installAutomation(judge, () => model.engine);

const app = await createApp({ engine: model.state, judge, languages: runner.languages, downloads });
render(<App state={app} />, document.getElementById('app')!);

// A language's first program waits for its runtime: by the time that one is written, it should be there. What
// goes wrong here goes wrong again, and is told, when a program is run.
await firstPageOpened;
runner.warm(app.settings.value.solve.language).catch(() => {});
void preload();
