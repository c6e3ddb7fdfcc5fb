import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { KeptModel } from '../../models/store.ts';
import { mirrored, repositoryFolder } from '../../weights/address.ts';
import { KNOWN_MODELS, type KnownModel, LIBRARIES } from '../../weights/known-models.ts';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';
import { bytes } from '../words.ts';
import type { DeviceFacts } from './device.ts';
import { type Fit, fitOf } from './fit.ts';
import { modelJobs, runModelJob } from './jobs.ts';
import { Mirror } from './mirror.tsx';

const BEST_STORED = 'q4f16_1';

interface Props {
  device: DeviceFacts | null;
  kept: readonly KeptModel[];
  /** Bytes that the browser would still keep; null where it does not tell. */
  free: number | null;
  /** Told when a model has been brought. */
  changed(): void;
}

/** web-llm's list, as far as it can be run here, with what this device makes of each. */
export function KnownModels({ device, kept, free, changed }: Props): VNode {
  const [all, setAll] = useState(false);
  const shown = KNOWN_MODELS.filter(({ quantisation }) => all || quantisation === BEST_STORED);
  const table = (own: boolean) => (
    <KnownTable {...{ device, kept, free, changed }} models={shown.filter((model) => model.own === own)} />
  );
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
      <Mirror />
      {table(true)}
      <details>
        <summary>Other families, on prompts alone</summary>
        <p class="soft">
          They run in their compiled library alone, on a GPU, and no role pack is made for them: the four
          roles run on instruct prompts.
        </p>
        {table(false)}
      </details>
    </section>
  );
}

interface TableProps extends Props {
  models: readonly KnownModel[];
}

function KnownTable({ models, kept, ...rest }: TableProps): VNode {
  return (
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
            <th scope="col">This device</th>
            <th scope="col">
              <span class="hidden-label">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <KnownRow
              key={model.id}
              {...rest}
              model={model}
              kept={kept.some(({ id, state }) => id === model.id && state === 'whole')}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Omit<Props, 'kept'> {
  model: KnownModel;
  kept: boolean;
}

function KnownRow({ model, device, kept, free, changed }: RowProps): VNode {
  const app = useApp();
  const { mirror } = useValue(app.settings);
  const busy = useValue(modelJobs).some((job) => job.model === model.id && job.ended === null);
  const fit = device && fitOf(model, device, kept ? null : free);
  const { id, repository, library } = model;
  const url = mirrored(repositoryFolder(repository)!, mirror.models);
  const libraryUrl = mirrored(library, mirror.libraries, LIBRARIES);
  const download = () =>
    void runModelJob(id, 'Downloading', (signal) =>
      app.models.download({ url, id, library: { url: libraryUrl } }, signal),
    ).then(changed);
  return (
    <tr>
      <th scope="row">
        {model.id.replace(/-MLC$/, '')} {model.thinks && <span class="soft">thinks</span>}
      </th>
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
      <td class="actions">
        {kept && <span class="soft">kept</span>}
        {busy && <span class="soft">on its way</span>}
        {!kept && !busy && (
          <button type="button" class="quiet" aria-label={`Download ${model.id}`} onClick={download}>
            Download
          </button>
        )}
      </td>
    </tr>
  );
}

/** Each with a colour and a sign beside the words. */
export function FitText({ fit: { runs, why } }: { fit: Fit }): VNode {
  if (runs === 'no') return <span class="unfit">{why}</span>;
  if (runs === 'slow') return <span class="slow">{why}</span>;
  return <span class="right">{why}</span>;
}
