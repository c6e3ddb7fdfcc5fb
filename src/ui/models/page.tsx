import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { useLoaded } from '../state.ts';
import { bytes } from '../words.ts';
import { BringModel } from './bring-model.tsx';
import { type DeviceFacts, readDevice } from './device.ts';
import { InUse } from './in-use.tsx';
import { KeptModels } from './kept-models.tsx';
import { KnownModels } from './known-models.tsx';
import { StorageMeter } from './storage-meter.tsx';
import './models.css';

/** Which model runs and how, what this device can run, and what is kept on it. */
export function ModelsPage(): VNode {
  const { value: device } = useLoaded(readDevice, 'once');
  return (
    <main class="page models-page">
      <h1>Models</h1>
      <InUse device={device} />
      <section aria-labelledby="this-device">
        <h2 id="this-device">This device</h2>
        <p>{device ? sentenceOn(device) : 'Asking the browser…'}</p>
      </section>
      <Kept device={device} />
    </main>
  );
}

/** What is kept, what could be, and the room for it. */
function Kept({ device }: { device: DeviceFacts | null }): VNode {
  const { models } = useApp();
  const [version, setVersion] = useState(0);
  const changed = () => setVersion((old) => old + 1);
  const { value, error } = useLoaded(
    async () => ({ kept: await models.list(), space: await models.space() }),
    version,
  );
  const [shown, setShown] = useState(value);
  // While it is read again, the last one stands.
  if (value && value !== shown) setShown(value);
  const { used = 0, quota = null } = shown?.space ?? {};
  return (
    <>
      <section aria-labelledby="on-this-device">
        <h2 id="on-this-device">On this device</h2>
        {error && <p class="notice error">{error.message}</p>}
        <KeptModels kept={shown?.kept ?? []} changed={changed} />
        {shown && <StorageMeter space={shown.space} changed={changed} />}
      </section>
      <BringModel changed={changed} />
      <KnownModels
        device={device}
        kept={shown?.kept ?? []}
        free={quota === null ? null : quota - used}
        changed={changed}
      />
    </>
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
