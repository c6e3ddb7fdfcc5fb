import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { backupLines } from '../../backup/write.ts';
import { everything } from '../../store/everything.ts';
import { listAllPacks } from '../../store/packs.ts';
import { useApp } from '../app-state.ts';
import { saveBlob } from '../save-file.ts';
import { useLoaded, useValue } from '../state.ts';
import { bytes, count } from '../words.ts';
import { packLines } from './packed.ts';

type State = { is: 'idle' } | { is: 'making'; things: number } | { is: 'made'; name: string; size: number };

/** Makes one file of everything that is kept, but for models. */
export function MakeBackup(): VNode {
  const { settings } = useApp();
  const { endpoints } = useValue(settings);
  const { value: kept } = useLoaded(listAllPacks, 'once');
  const [packs, setPacks] = useState(false);
  const [keys, setKeys] = useState(false);
  const [state, setState] = useState<State>({ is: 'idle' });
  const [error, setError] = useState<Error | null>(null);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  const secrets = endpoints.filter(({ key }) => key !== '').length;

  const make = async () => {
    const mine = new AbortController();
    controller.current = mine;
    const madeAt = Date.now();
    setError(null);
    setState({ is: 'making', things: 0 });
    try {
      const records = counted(everything({ packs, keys }), mine.signal, (things) =>
        setState({ is: 'making', things }),
      );
      const file = await packLines(backupLines({ madeAt, packs, keys }, records));
      mine.signal.throwIfAborted();
      const name = `quartet-${new Date(madeAt).toISOString().slice(0, 10)}.quartet-backup`;
      saveBlob(name, file);
      setState({ is: 'made', name, size: file.size });
    } catch (reason) {
      setState({ is: 'idle' });
      if (!mine.signal.aborted) setError(reason as Error);
    }
  };
  const size = kept?.reduce((sum, pack) => sum + pack.bytes, 0) ?? 0;
  return (
    <section aria-labelledby="make-backup">
      <h2 id="make-backup">Make a backup</h2>
      <p>
        One file with your problems, drafts, own tests, submissions, runs and settings, and what the studio
        and the language agents made. Models are not in it, nor whom this page may ask: both are asked for
        where they are needed. A run that goes on is in it as far as it is now.
      </p>
      <p class="backup-choices">
        {kept && kept.length > 0 && (
          <label>
            <input
              type="checkbox"
              checked={packs}
              onChange={({ currentTarget }) => setPacks(currentTarget.checked)}
            />{' '}
            {count(kept.length, 'role pack')} too, {bytes(size)}
          </label>
        )}
        {secrets > 0 && (
          <label>
            <input
              type="checkbox"
              checked={keys}
              onChange={({ currentTarget }) => setKeys(currentTarget.checked)}
            />{' '}
            The {secrets === 1 ? 'key of your endpoint' : `keys of ${secrets} endpoints`} too: whoever has the
            file can read {secrets === 1 ? 'it' : 'them'}
          </label>
        )}
      </p>
      <p class="backup-actions">
        {state.is === 'making' ? (
          <>
            <button type="button" class="stop" onClick={() => controller.current?.abort()}>
              Stop
            </button>
            <span role="status">Reading what is kept: {count(state.things, 'thing')} so far…</span>
          </>
        ) : (
          <button type="button" class="primary" onClick={() => void make()}>
            Make a backup
          </button>
        )}
        {state.is === 'made' && (
          <span role="status">
            {state.name}, {bytes(state.size)}, is with your downloads.
            {secrets > 0 && !keys && ' Keys of endpoints are not in it.'}
          </span>
        )}
      </p>
      {error && (
        <p class="notice error" role="alert">
          {error.message}
        </p>
      )}
    </section>
  );
}

/** Milliseconds between two words on how far it is. */
const TOLD_MS = 100;

async function* counted<T>(
  records: AsyncGenerator<T>,
  signal: AbortSignal,
  tell: (things: number) => void,
): AsyncGenerator<T> {
  let things = 0;
  let told = 0;
  for await (const record of records) {
    signal.throwIfAborted();
    things += 1;
    if (Date.now() - told > TOLD_MS) {
      told = Date.now();
      tell(things);
    }
    yield record;
  }
}
