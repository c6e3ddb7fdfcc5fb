import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { PROMPT_HASHES } from '../../agents/roles/index.ts';
import type { LoadedEngine } from '../../llm/build-pack.ts';
import { ROLES, type Role } from '../../llm/engine.ts';
import { useApp } from '../app-state.ts';
import { readChosen, readDropped } from '../problems/dropped-files.ts';
import { count, duration } from '../words.ts';
import { addPack } from './choose-pack.ts';
import { fetchPack } from './fetch-pack.ts';
import { type Brought, readBrought } from './read-brought.ts';

type Adapter = Extract<Brought, { kind: 'adapter' }>;

/** What is being done, or came of it. */
type Stage =
  | { is: 'idle' }
  | { is: 'working'; note: string; fraction: number | null; stop: (() => void) | null }
  | { is: 'chosen'; adapter: Adapter }
  | { is: 'done'; note: string }
  | { is: 'failed'; error: Error };

/** Takes a role pack, or an adapter that a pack is built from here. */
export function BringPack({ engine, locked }: { engine: LoadedEngine; locked: boolean }): VNode {
  const app = useApp();
  const [stage, setStage] = useState<Stage>({ is: 'idle' });
  const [over, setOver] = useState(false);
  const busy = locked || stage.is === 'working';

  const install = async (role: Role, file: Uint8Array<ArrayBuffer>, origin: string, how: string) => {
    setStage({
      is: 'working',
      note: 'Checking it against the weights in memory…',
      fraction: null,
      stop: null,
    });
    const pack = await addPack(app, engine, role, file, origin);
    const share = `${(100 * pack.share).toFixed(1)} %`;
    setStage({ is: 'done', note: `The ${role} has it now${how}: ${share} of the integers change.` });
  };
  const attempt = (work: () => Promise<void>) =>
    void work().catch((error: Error) => setStage({ is: 'failed', error }));
  const bring = (read: () => Promise<Brought>) => {
    if (busy) return;
    setStage({ is: 'working', note: 'Reading…', fraction: null, stop: null });
    attempt(async () => {
      const brought = await read();
      if (brought.kind === 'adapter') setStage({ is: 'chosen', adapter: brought });
      else await install(brought.role, brought.file, brought.name, '');
    });
  };
  const build = ({ config, weights, name }: Adapter, role: Role, tuned: boolean) =>
    attempt(async () => {
      const from = performance.now();
      const controller = new AbortController();
      const show = (fraction: number | null) =>
        setStage({
          is: 'working',
          note: `Building the ${role}'s pack on the ${engine.info.executor} executor…`,
          fraction,
          stop: () => controller.abort(new Error('Stopped; nothing was changed.')),
        });
      show(null);
      const promptHash = tuned ? PROMPT_HASHES[role] : '';
      const file = await engine.buildPack(
        { role, promptHash, config, weights },
        (done, total) => !controller.signal.aborted && show(done / total),
        controller.signal,
      );
      const how = `, built in ${duration(performance.now() - from)}`;
      await install(role, file as Uint8Array<ArrayBuffer>, name, how);
    });

  return (
    <section
      class={`drop-area bring-pack ${over ? 'over' : ''}`}
      aria-labelledby="bring-pack"
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const { dataTransfer } = event;
        // The drop's items can be read within the event alone.
        const files = dataTransfer && readDropped(dataTransfer);
        if (files) bring(async () => readBrought(await files));
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
    >
      <h2 id="bring-pack">Bring a pack, or an adapter</h2>
      <p class="soft">
        Drop a role pack here (.safetensors), or a PEFT LoRA adapter: its folder, or adapter_config.json with
        adapter_model.safetensors. From an adapter the pack is built on this machine.
      </p>
      <div class="choosers">
        <Chooser label="Choose files" folder={false} busy={busy} bring={bring} />
        <Chooser label="Choose a folder" folder busy={busy} bring={bring} />
        <FromAddress busy={busy} bring={bring} />
      </div>
      {stage.is === 'chosen' && (
        <AdapterForm
          adapter={stage.adapter}
          locked={locked}
          build={(role, tuned) => build(stage.adapter, role, tuned)}
          leave={() => setStage({ is: 'idle' })}
        />
      )}
      {stage.is === 'failed' && (
        <p class="notice error" role="alert">
          {stage.error.message} Nothing was changed.
        </p>
      )}
      <p role="status">
        {stage.is === 'done' && <span class="right">{stage.note}</span>}
        {stage.is === 'working' && (
          <>
            {stage.note} <progress value={stage.fraction ?? undefined} aria-label={stage.note} />{' '}
            {stage.stop && (
              <button type="button" onClick={stage.stop}>
                Stop
              </button>
            )}
          </>
        )}
      </p>
    </section>
  );
}

interface ChooserProps {
  label: string;
  folder: boolean;
  busy: boolean;
  bring(read: () => Promise<Brought>): void;
}

function Chooser({ label, folder, busy, bring }: ChooserProps): VNode {
  return (
    <label class="button">
      {label}
      <input
        type="file"
        class="hidden-label"
        disabled={busy}
        {...(folder ? { webkitdirectory: true } : { multiple: true })}
        onChange={({ currentTarget: input }) => {
          const files = input.files?.length ? readChosen(input.files) : null;
          if (files) bring(() => readBrought(files));
          input.value = '';
        }}
      />
    </label>
  );
}

function FromAddress({ busy, bring }: Pick<ChooserProps, 'busy' | 'bring'>): VNode {
  const { outside } = useApp();
  const [address, setAddress] = useState('');
  return (
    <form
      class="address"
      onSubmit={(event) => {
        event.preventDefault();
        if (address.trim() !== '') bring(() => fetchPack(address.trim(), outside.fetch));
      }}
    >
      <input
        type="text"
        inputMode="url"
        aria-label="Address of a role pack"
        placeholder="https://… .safetensors"
        value={address}
        onInput={({ currentTarget }) => setAddress(currentTarget.value)}
      />
      <button type="submit" aria-disabled={busy}>
        Fetch
      </button>
    </form>
  );
}

interface FormProps {
  adapter: Adapter;
  locked: boolean;
  build(role: Role, tuned: boolean): void;
  leave(): void;
}

/** What an adapter does not say of itself: which role it is for, and what it was trained on. */
function AdapterForm({ adapter, locked, build, leave }: FormProps): VNode {
  const [role, setRole] = useState<Role>(adapter.role ?? 'coder');
  const [tuned, setTuned] = useState(true);
  const { name, rank, alpha, tensors } = adapter;
  return (
    <form
      class="adapter"
      onSubmit={(event) => {
        event.preventDefault();
        if (!locked) build(role, tuned);
      }}
    >
      <p>
        <strong>{name}</strong>: rank {rank ?? 'unknown'}, alpha {alpha ?? 'unknown'},{' '}
        {count(tensors, 'tensor')}
      </p>
      <label>
        For the{' '}
        <select value={role} onChange={({ currentTarget }) => setRole(currentTarget.value as Role)}>
          {ROLES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </label>
      <label>
        Trained on{' '}
        <select
          value={tuned ? 'tuned' : 'other'}
          onChange={({ currentTarget }) => setTuned(currentTarget.value === 'tuned')}
        >
          <option value="tuned">this version's tuned prompt</option>
          <option value="other">anything else: ask it with the instruct prompt</option>
        </select>
      </label>
      <button type="submit" class="primary" aria-disabled={locked}>
        Build the pack
      </button>
      <button type="button" class="quiet" onClick={leave}>
        Leave it
      </button>
    </form>
  );
}
