import type { VNode } from 'preact';
import type { BroughtFile, KeptModel } from '../../models/store.ts';
import { EMBEDDED_MODEL } from '../../store/settings.ts';
import { useApp } from '../app-state.ts';
import { ConfirmButton } from '../confirm-button.tsx';
import { chosenFiles } from '../problems/dropped-files.ts';
import { useValue } from '../state.ts';
import { bytes } from '../words.ts';
import { JobLine } from './job-line.tsx';
import { type ModelJob, modelJobs, runModelJob } from './jobs.ts';
import { useModelChoice } from './use-choice.ts';

interface Props {
  kept: readonly KeptModel[];
  /** Told when what is kept has changed. */
  changed(): void;
}

/** The model that comes with the page and those that are kept on this device; what is on its way stands below. */
export function KeptModels({ kept, changed }: Props): VNode {
  const { choice, choose, locked } = useModelChoice();
  const jobs = useValue(modelJobs);
  const coming = jobs.filter(({ model }) => !kept.some(({ id }) => id === model));
  const use = (model: string) => choose({ model, executor: 'auto' });
  return (
    <div class="model-frame">
      <table class="model-table kept">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" class="number">
              Size
            </th>
            <th scope="col">Stored as</th>
            <th scope="col">State</th>
            <th scope="col">
              <span class="hidden-label">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{EMBEDDED_MODEL}</th>
            <td class="number">–</td>
            <td>q4f16_1</td>
            <td>comes with this page</td>
            <td class="actions">
              <UseButton model={EMBEDDED_MODEL} inUse={choice.model} locked={locked} use={use} />
            </td>
          </tr>
          {kept.map((model) => (
            <KeptRow
              key={model.id}
              model={model}
              job={jobs.find((job) => job.model === model.id) ?? null}
              inUse={choice.model}
              {...{ locked, use, changed }}
            />
          ))}
          {coming.map((job) => (
            <tr key={job.model}>
              <th scope="row">{job.model}</th>
              <td colSpan={4}>
                <JobLine job={job} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  model: KeptModel;
  job: ModelJob | null;
  inUse: string;
  locked: boolean;
  use(model: string): void;
  changed(): void;
}

function KeptRow({ model, job, inUse, locked, use, changed }: RowProps): VNode {
  const app = useApp();
  const { id, state, origin, about, bytes: size, totalBytes } = model;
  const busy = job !== null && job.ended === null;
  const whole = state === 'whole';
  const run = (what: string, open: Parameters<typeof runModelJob>[2]) =>
    void runModelJob(id, what, open).then(changed);
  const goOn = () =>
    origin.kind === 'network' &&
    run('Downloading', (signal) => app.models.download({ url: origin.url, id }, signal));
  const remove = async () => {
    if (inUse === id) use(EMBEDDED_MODEL);
    await app.models.remove(id).catch((error: Error) => app.trouble.set(error));
    changed();
  };
  return (
    <>
      <tr>
        <th scope="row">{id}</th>
        <td class="number">
          {bytes(size)}
          {!whole && totalBytes !== null && ` of ${bytes(totalBytes)}`}
        </td>
        <td>{about?.quantisation ?? ''}</td>
        <td>{whole ? stateOf(model) : 'incomplete'}</td>
        <td class="actions">
          {whole && <UseButton model={id} inUse={inUse} locked={locked || busy} use={use} />}
          {!busy && (
            <>
              {!whole && origin.kind === 'network' && (
                <button type="button" onClick={goOn}>
                  Go on
                </button>
              )}
              <button
                type="button"
                class="quiet"
                onClick={() => run('Checking', (signal) => app.models.check(id, signal))}
              >
                Check
              </button>
              {origin.kind === 'network' ? (
                <button
                  type="button"
                  class="quiet"
                  onClick={() => run('Repairing', (signal) => app.models.repair(id, signal))}
                >
                  Repair
                </button>
              ) : (
                <RepairFromFiles
                  repair={(files) => run('Repairing', (signal) => app.models.repair(id, signal, files))}
                />
              )}
              {!(locked && inUse === id) && <ConfirmButton label="Delete" act={() => void remove()} />}
            </>
          )}
        </td>
      </tr>
      {job && (
        <tr>
          <td colSpan={5}>
            <JobLine job={job} />
          </td>
        </tr>
      )}
    </>
  );
}

function stateOf({ about, library }: KeptModel): string {
  const roles = about?.roles.length ? `packs for ${about.roles.join(', ')}` : 'no packs';
  return `whole, ${roles}${library ? ', with a compiled library' : ''}`;
}

interface UseProps {
  model: string;
  inUse: string;
  locked: boolean;
  use(model: string): void;
}

function UseButton({ model, inUse, locked, use }: UseProps): VNode {
  if (model === inUse) return <span class="right in-use-mark">in use</span>;
  return (
    <button type="button" aria-disabled={locked} onClick={() => locked || use(model)}>
      Use
    </button>
  );
}

/** What came from files on disk can be had again only from there. */
function RepairFromFiles({ repair }: { repair(files: BroughtFile[]): void }): VNode {
  return (
    <label class="button quiet">
      Repair from its folder
      <input
        type="file"
        class="hidden-label"
        {...{ webkitdirectory: true }}
        onChange={({ currentTarget: input }) => {
          if (input.files?.length) repair(chosenFiles(input.files).map(([path, file]) => ({ path, file })));
          input.value = '';
        }}
      />
    </label>
  );
}
