import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { StorageSpace } from '../../models/store.ts';
import { useApp } from '../app-state.ts';
import { hrefOf } from '../route.ts';
import { bytes } from '../words.ts';

/** What this browser gives the site, as one bar with its parts; `changed` is told when it promised to keep it. */
export function StorageMeter({ space, changed }: { space: StorageSpace; changed(): void }): VNode {
  const { models: store } = useApp();
  const [refused, setRefused] = useState(false);
  const { used, quota, models, persisted } = space;
  const others = Math.max(0, used - models);
  const whole = quota ?? used;
  const share = (part: number) => `${whole > 0 ? (100 * part) / whole : 0}%`;
  const ask = async () => {
    if (await store.persist()) changed();
    else setRefused(true);
  };
  return (
    <div class="storage">
      <div class="storage-bar" aria-hidden="true">
        <span class="of-models" style={{ width: share(models) }} />
        <span class="of-others" style={{ width: share(others) }} />
      </div>
      <p class="soft">
        {bytes(models)} of models, {bytes(others)} of everything else
        {quota === null ? '' : `; the browser would keep ${bytes(Math.max(0, quota - used))} more`}.{' '}
        {persisted
          ? 'It promised not to clear any of it by itself.'
          : 'It may clear them when the disk is full.'}{' '}
        {!persisted && !refused && (
          <button type="button" onClick={() => void ask()}>
            Ask it not to
          </button>
        )}
        {!persisted && <a href={hrefOf('backup')}>Back up what is yours</a>}{' '}
        {refused && 'It did not promise to keep them; some do when the site is used more, or bookmarked.'}
      </p>
    </div>
  );
}
