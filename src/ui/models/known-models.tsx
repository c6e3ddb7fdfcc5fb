import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { KNOWN_MODELS, type KnownModel } from '../../weights/known-models.ts';
import { bytes } from '../words.ts';
import type { DeviceFacts } from './device.ts';
import { type Fit, fitOf } from './fit.ts';

const BEST_STORED = 'q4f16_1';

/** web-llm's list, as far as it can be run here, with what this device makes of each. */
export function KnownModels({ device }: { device: DeviceFacts | null }): VNode {
  const [all, setAll] = useState(false);
  const shown = KNOWN_MODELS.filter(({ quantisation }) => all || quantisation === BEST_STORED);
  return (
    <section aria-labelledby="known-models">
      <h2 id="known-models">Models that can be had</h2>
      <label class="check">
        <input
          type="checkbox"
          checked={all}
          onChange={({ currentTarget }) => setAll(currentTarget.checked)}
        />
        in every way that their weights are stored
      </label>
      <div class="model-frame">
        <table class="model-table">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col" class="number">
                Parameters
              </th>
              <th scope="col" class="number">
                Download
              </th>
              <th scope="col" class="number">
                Memory
              </th>
              <th scope="col">Licence</th>
              <th scope="col">On this device</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((model) => (
              <KnownRow key={model.id} model={model} device={device} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function KnownRow({ model, device }: { model: KnownModel; device: DeviceFacts | null }): VNode {
  const fit = device && fitOf(model, device, null);
  return (
    <tr>
      <th scope="row">{model.id.replace(/-MLC$/, '')}</th>
      <td class="number" data-name="Parameters">
        {(model.parameters / 1e9).toFixed(1)} B
      </td>
      <td class="number" data-name="Download">
        {bytes(model.bytes)}
      </td>
      <td class="number" data-name="Memory">
        {bytes(model.memory)}
      </td>
      <td>{model.licence}</td>
      <td>{fit && <FitText fit={fit} />}</td>
    </tr>
  );
}

/** Each with a colour and a sign beside the words. */
export function FitText({ fit: { runs, why } }: { fit: Fit }): VNode {
  if (runs === 'no') return <span class="unfit">{why}</span>;
  if (runs === 'slow') return <span class="slow">{why}</span>;
  return <span class="right">{why}</span>;
}
