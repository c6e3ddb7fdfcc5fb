import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { totalOf } from '../../backup/report.ts';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';
import { count, moment } from '../words.ts';
import { ReportTable } from './report.tsx';
import type { Restored } from './restore.ts';
import { bringBackup, leaveBackup, restore, restoring, stopRestoring } from './restoring.ts';
import { CONTENTS_WORDS } from './words.ts';

/** Takes a backup, says what is in it before anything is kept, and restores it. */
export function RestoreBackup(): VNode {
  const app = useApp();
  const state = useValue(restoring);
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (file) void bringBackup(file);
  };
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  // What is dropped meanwhile is not opened by the browser in the place of the page either.
  const busy = state.is === 'checking' || state.is === 'restoring';
  return (
    <section
      class={`backup-drop ${over ? 'over' : ''}`}
      aria-labelledby="restore-backup"
      onDrop={onDrop}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
    >
      <h2 id="restore-backup">Restore one</h2>
      <p>
        Drop a backup here, or choose it. It is read from end to end before anything is kept. What is here and
        the same is passed over; what differs is kept beside; nothing of yours is replaced.
      </p>
      {busy ? (
        <p class="backup-actions">
          <button type="button" class="stop" onClick={stopRestoring}>
            Stop
          </button>
          <progress value={state.fraction} aria-label="Read" />
          <span role="status">
            {state.is === 'checking' ? 'Looking through' : 'Restoring'} {state.file.name}:{' '}
            {Math.floor(100 * state.fraction)} %
          </span>
        </p>
      ) : (
        <p class="backup-actions">
          <label class="button">
            Choose a backup
            <input
              type="file"
              class="hidden-label"
              accept=".quartet-backup"
              onChange={({ currentTarget: input }) => {
                const [file] = input.files ?? [];
                if (file) void bringBackup(file);
                input.value = '';
              }}
            />
          </label>
        </p>
      )}
      {state.is === 'refused' && (
        <p class="notice error" role="alert">
          {state.error.message} Nothing of it was kept.
        </p>
      )}
      {state.is === 'checked' && (
        <div class="backup-contents">
          <h3>
            {state.file.name}, made {moment(state.contents.header.madeAt)}
          </h3>
          <ReportTable report={state.contents.report} words={CONTENTS_WORDS} />
          <p class="backup-actions">
            <button type="button" class="primary" onClick={() => void restore(state.file, app)}>
              Restore it
            </button>
            <button type="button" onClick={leaveBackup}>
              Leave it
            </button>
          </p>
        </div>
      )}
      {state.is === 'restored' && <Outcome restored={state.restored} name={state.file.name} />}
    </section>
  );
}

function Outcome({ restored: { report, error }, name }: { restored: Restored; name: string }): VNode {
  const kept = totalOf(report, 'added', 'beside');
  return (
    <div class="backup-contents">
      {error && (
        <p class="notice error" role="alert">
          {error.name === 'AbortError' ? 'Stopped.' : error.message} What was kept before stays and is listed;
          restored again, the rest is added.
        </p>
      )}
      <h3>
        <span role="status">
          {name}: {count(kept, 'thing')} added
        </span>
      </h3>
      <ReportTable report={report} />
    </div>
  );
}
