import type { VNode } from 'preact';
import type { KeptModel } from '../../models/store.ts';
import { useApp } from '../app-state.ts';
import { readSiteJson } from '../site-file.ts';
import { useValue } from '../state.ts';
import { bytes } from '../words.ts';
import { modelJobs, runModelJob } from './jobs.ts';

/** A model that lies beside the page, in `models/FOLDER/`: a classroom's, say. */
interface SiteModel {
  folder: string;
  /** Of all its files. */
  bytes: number;
  /** Its compiled library's file in the folder; null without one. */
  library: string | null;
}

/** What `models/index.json` lists, which a kit writes. Rejects with `SiteFileError`. */
export const readSiteModels = () => readSiteJson<SiteModel[]>('models/index.json');

interface Props {
  models: readonly SiteModel[];
  kept: readonly KeptModel[];
  /** Told when a model has been copied. */
  changed(): void;
}

/** Models that are copied from where the page came from, which asks nobody else. */
export function SiteModels({ models, kept, changed }: Props): VNode {
  return (
    <section aria-labelledby="site-models">
      <h2 id="site-models">Models of this site</h2>
      <p class="soft">
        They come from where this page came from. One that is broken off goes on where it was; then it works
        without a network.
      </p>
      <ul class="site-models">
        {models.map((model) => (
          <SiteRow
            key={model.folder}
            model={model}
            kept={kept.some(({ id, state }) => id === model.folder && state === 'whole')}
            changed={changed}
          />
        ))}
      </ul>
    </section>
  );
}

function SiteRow({ model, kept, changed }: { model: SiteModel; kept: boolean; changed(): void }): VNode {
  const app = useApp();
  const { folder, library } = model;
  const busy = useValue(modelJobs).some((job) => job.model === folder && job.ended === null);
  const copy = () => {
    const url = new URL(`models/${encodeURIComponent(folder)}/`, document.baseURI).href;
    const wanted = {
      url,
      id: folder,
      ...(library && { library: { url: url + encodeURIComponent(library) } }),
    };
    void runModelJob(folder, 'Copying', (signal) => app.models.download(wanted, signal)).then(changed);
  };
  return (
    <li>
      <strong>{folder}</strong> <span class="soft">{bytes(model.bytes)}</span>
      {kept && <span class="soft">kept</span>}
      {busy && <span class="soft">on its way</span>}
      {!kept && !busy && (
        <button type="button" aria-label={`Copy ${folder} to this browser`} onClick={copy}>
          Copy to this browser
        </button>
      )}
    </li>
  );
}
