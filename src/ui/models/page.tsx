import type { VNode } from 'preact';
import { useLoaded } from '../state.ts';
import { bytes } from '../words.ts';
import { type DeviceFacts, readDevice } from './device.ts';
import { InUse } from './in-use.tsx';
import { KnownModels } from './known-models.tsx';
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
      <KnownModels device={device} />
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
