import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { useLoaded } from '../state.ts';
import { bytes } from '../words.ts';
import { BringModel } from './bring-model.tsx';
import { type DeviceFacts, readDevice } from './device.ts';
import { Endpoints } from './endpoints.tsx';
import { InUse } from './in-use.tsx';
import { KeptModels } from './kept-models.tsx';
import { KnownModels } from './known-models.tsx';
import { readSiteModels, SiteModels } from './site-models.tsx';
import { StorageMeter } from './storage-meter.tsx';
import './models.css';

/** Which model runs and how, what this device can run, and what is kept on it. */
export function ModelsPage(): VNode {
  const { models } = useApp();
  const { value: device } = useLoaded(readDevice, 'once');
  const [version, setVersion] = useState(0);
  const changed = () => setVersion((old) => old + 1);
  const { value, error } = useLoaded(
    async () => ({ kept: await models.list(), space: await models.space() }),
    version,
  );
  const site = useLoaded(readSiteModels, 'once');
  const [shown, setShown] = useState(value);
  // While it is read again, the last one stands.
  if (value && value !== shown) setShown(value);
  const { kept = [], space } = shown ?? {};
  const free = space && space.quota !== null ? space.quota - space.used : null;
  return (
    <main class="page models-page">
      <h1>Models</h1>
      <InUse device={device} kept={kept} />
      <section aria-labelledby="this-device">
        <h2 id="this-device">This device</h2>
        <p>{device ? sentenceOn(device) : 'Asking the browser…'}</p>
        {error && <p class="notice error">{error.message}</p>}
        <KeptModels kept={kept} changed={changed} />
        {space && <StorageMeter space={space} changed={changed} />}
      </section>
      {site.error && <p class="notice error">{site.error.message}</p>}
      {site.value && site.value.length > 0 && <SiteModels models={site.value} {...{ kept, changed }} />}
      <BringModel changed={changed} />
      <Endpoints />
      <KnownModels {...{ device, kept, free, changed }} />
    </main>
  );
}

function sentenceOn({ gpu, memory }: DeviceFacts): string {
  const has = memory ? ` The machine has ${bytes(memory)} of memory or more.` : '';
  if (!gpu) return `This browser offers no WebGPU: models run on the processor.${has}`;
  if (gpu.software)
    return `WebGPU here is ${gpu.name}, in software: models run faster on the processor itself.${has}`;
  const halves = gpu.halves ? 'with' : 'without';
  return `WebGPU on ${gpu.name}, ${halves} shader-f16, buffers of ${bytes(gpu.largest)} at most.${has}`;
}
