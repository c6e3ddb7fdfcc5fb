import { render } from 'preact';
import { installAutomation } from './automation.ts';
import { createJudge } from './judge/create-judge.ts';
import type { Engine } from './llm/engine.ts';
import { createBrowserRunner } from './sandbox/browser-runner.ts';
import { App } from './ui/app.tsx';
import { createApp } from './ui/create-app.ts';
import { type Loading, whenReady } from './ui/loading.ts';
import { createState } from './ui/state.ts';

const runner = createBrowserRunner();
const judge = createJudge(runner);
const engine = createState<Loading<Engine>>({ is: 'loading', note: 'Loading the model…', fraction: null });
installAutomation(judge, () => whenReady(engine));
const app = await createApp({ engine, judge, languages: runner.languages });
render(<App state={app} />, document.getElementById('app')!);
