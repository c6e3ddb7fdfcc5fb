import { render } from 'preact';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { createJudge } from '../../src/judge/create-judge.ts';
import { createBrowserRunner } from '../../src/sandbox/browser-runner.ts';
import { saveSettings } from '../../src/store/settings.ts';
import { AppContext, type AppState } from '../../src/ui/app-state.ts';
import { createApp } from '../../src/ui/create-app.ts';
import { createModelHold } from '../../src/ui/model-hold.ts';
import { createModelInUse } from '../../src/ui/model-in-use.ts';
import { AskHost } from '../../src/ui/outside/ask-host.tsx';
import { OutsideFacts } from '../../src/ui/outside/outside-facts.tsx';
import { createState } from '../../src/ui/state.ts';

const runner = createBrowserRunner();
afterAll(() => runner.dispose());
const root = document.createElement('div');
document.body.append(root);

/** The app's own state, of which the page's question and its account of what left are drawn. */
async function openPage(): Promise<AppState> {
  const startWorker = (url: URL) => new Worker(url, { type: 'module' });
  const model = createModelInUse({
    start: () => startWorker(new URL('../../workers/llm.worker.ts', import.meta.url)),
    placeOf: (name) => ({ baseUrl: `/models/${name}/` }),
    openEndpoint: async () => Promise.reject(new Error('no endpoint is named here')),
    dress: async () => {},
    hold: createModelHold(() => false),
  });
  const app = await createApp({
    ...{ model, judge: createJudge(runner, { lanes: 1 }), runner, languages: [], downloads: createState([]) },
    startModels: () => startWorker(new URL('../../workers/models.worker.ts', import.meta.url)),
  });
  render(
    <AppContext.Provider value={app}>
      <AskHost />
      <OutsideFacts app={app} />
    </AppContext.Provider>,
    root,
  );
  return app;
}

const text = () => root.textContent ?? '';
const dialog = () => root.querySelector<HTMLDialogElement>('dialog[open]');
async function press(label: RegExp): Promise<void> {
  await expect.poll(dialog).not.toBe(null);
  [...dialog()!.querySelectorAll('button')].find((button) => label.test(button.textContent!))!.click();
}

beforeEach(async () => {
  await saveSettings({ hosts: [] });
  await commands.takeHits();
});
afterEach(() => render(null, root));

test('a host is asked only after the person said so, once, and the page counts what went there', async () => {
  const app = await openPage();
  const counter = await commands.openCounter();
  const { host } = new URL(counter);
  expect(text()).toContain('Nothing leaves this machine: 0 outside requests');
  const answer = app.outside.fetch('a list of models', `${counter}/first`);
  await expect.poll(text).toContain(`Ask ${host} for a list of models?`);
  expect(await commands.takeHits()).toEqual([]);
  await press(/^Ask/);
  expect(await (await answer).text()).toBe('1;');
  await app.outside.fetch('a list of models', `${counter}/second`);
  expect(await commands.takeHits()).toEqual(['/first', '/second']);
  await expect.poll(text).toContain(`Left this machine: 2 outside requests`);
  expect(text()).toContain(`${host} 2 requests`);
  // Kept for the next visit.
  const again = await openPage();
  await again.outside.fetch('a list of models', `${counter}/third`);
  expect(await commands.takeHits()).toEqual(['/third']);
});

test('a no sends nothing, and taking a yes back asks again', async () => {
  const app = await openPage();
  const counter = await commands.openCounter();
  const refused = app.outside.fetch('answers', `${counter}/no`);
  await press(/^No$/);
  await expect(refused).rejects.toMatchObject({ name: 'OutsideError', reason: 'refused' });
  const permitted = app.outside.fetch('answers', `${counter}/yes`);
  await press(/^Ask/);
  await permitted;
  [...root.querySelectorAll('button')].find((button) => button.textContent === 'Ask me again')!.click();
  const stop = new AbortController();
  const stopped = app.outside.fetch('answers', `${counter}/stopped`, { signal: stop.signal });
  await expect.poll(dialog).not.toBe(null);
  stop.abort();
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  await expect.poll(dialog).toBe(null);
  expect(await commands.takeHits()).toEqual(['/yes']);
});

test('a model’s download asks and counts as the page does, though a worker fetches it', async () => {
  const app = await openPage();
  const url = await commands.openModelHost();
  await commands.setHostFaults([]);
  const { host } = new URL(url);
  for (const { id } of await app.models.list()) await app.models.remove(id);
  await commands.takeHostHits();
  const { signal } = new AbortController();
  const install = async () => {
    for await (const event of app.models.download({ url }, signal))
      if (event.type === 'installed') return event;
    return null;
  };
  const refused = install();
  await press(/^No$/);
  await expect(refused).rejects.toMatchObject({ name: 'OutsideError', reason: 'refused' });
  expect(await commands.takeHostHits()).toEqual([]);
  const installed = install();
  await press(/^Ask/);
  expect(await installed).toMatchObject({ model: { state: 'whole' } });
  const hits = await commands.takeHostHits();
  expect(app.traffic.value.hosts).toMatchObject({ [host]: hits.length });
});

test('a machine on the network without https is refused with the reason, unasked', async () => {
  const app = await openPage();
  await expect(app.outside.fetch('answers', 'http://192.168.1.20:11434/v1/models')).rejects.toMatchObject({
    reason: 'mixed',
    message: expect.stringMatching(/192\.168\.1\.20:11434 cannot be asked.*localhost through a tunnel/),
  });
  expect(dialog()).toBe(null);
  expect(app.traffic.value.outside).toBe(0);
});
