import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { LoadedEngine } from '../../llm/build-pack.ts';
import { listPacks } from '../../store/packs.ts';
import { useApp } from '../app-state.ts';
import { hrefOf } from '../route.ts';
import { createState, useLoaded, useValue } from '../state.ts';
import { BringPack } from './bring-pack.tsx';
import { KeptPacks } from './kept-packs.tsx';
import { PacksTable } from './packs-table.tsx';
import '../models/models.css';
import './roles.css';

/** The packs of the model in use: which role has which, proven and measured; brought, built and deleted. */
export function RolesPage(): VNode {
  const loading = useValue(useApp().model.engine);
  return (
    <main class="page roles-page">
      <h1>Roles</h1>
      {loading.is === 'loading' && (
        <p class="soft">
          {loading.note} <progress value={loading.fraction ?? undefined} aria-label={loading.note} />
        </p>
      )}
      {loading.is === 'failed' && (
        <p class="notice error">
          No model is loaded, and roles belong to a model. {loading.error.message}{' '}
          <a href={hrefOf('models')}>Choose a model</a>
        </p>
      )}
      {loading.is === 'ready' && <Roles engine={loading.value} key={loading.value.info.baseHash} />}
    </main>
  );
}

const NEVER = createState(false);

function Roles({ engine }: { engine: LoadedEngine }): VNode {
  const app = useApp();
  const running = useValue(useValue(app.run)?.live ?? NEVER);
  const [version, setVersion] = useState(0);
  const { info } = engine;
  const { value: kept, error } = useLoaded(
    () => listPacks(info.baseHash),
    `${version} ${info.packs.map(({ hash }) => hash)}`,
  );
  const [shown, setShown] = useState(kept);
  // While the list is read again, the last one stands.
  if (kept && kept !== shown) setShown(kept);
  return (
    <>
      <p class="soft">
        A role pack turns the weights of <strong>{info.model}</strong> into one of four specialists, in place
        and exactly: taken off, it leaves the same bits. {sentenceOn(engine)}
      </p>
      {error && <p class="notice error">{error.message}</p>}
      {running && <p class="notice">A run is using these packs; they can be changed when it has ended.</p>}
      <PacksTable engine={engine} kept={shown ?? []} locked={running} />
      <BringPack engine={engine} locked={running} />
      <KeptPacks engine={engine} kept={shown ?? []} locked={running} drawn={() => setVersion(version + 1)} />
    </>
  );
}

function sentenceOn({ info: { packs } }: LoadedEngine): string {
  if (packs.length === 0) return 'It has no pack: the four roles run on instruct prompts.';
  return 'A role without a pack runs on its instruct prompt.';
}
