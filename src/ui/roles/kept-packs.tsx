import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { LoadedEngine } from '../../llm/build-pack.ts';
import { type KeptPack, readPack } from '../../store/packs.ts';
import { useApp } from '../app-state.ts';
import { ConfirmButton } from '../confirm-button.tsx';
import { saveBytes } from '../save-file.ts';
import { bytes, moment } from '../words.ts';
import { dropPack } from './choose-pack.ts';

interface Props {
  engine: LoadedEngine;
  kept: readonly KeptPack[];
  locked: boolean;
  /** Told when the list has to be drawn anew. */
  drawn(): void;
}

/** What this browser keeps for the model in use, to be saved as a file or deleted. */
export function KeptPacks({ engine, kept, locked, drawn }: Props): VNode | null {
  const app = useApp();
  const [error, setError] = useState<Error | null>(null);
  if (kept.length === 0) return null;
  const remove = (pack: KeptPack) =>
    locked
      ? setError(new Error('A run is using these packs; delete one when it has ended.'))
      : void dropPack(app, engine, pack).then(drawn, setError);
  const save = async ({ hash, role }: KeptPack) => {
    const file = await readPack(hash);
    if (file) saveBytes(`${engine.info.model}-${role}.safetensors`, file);
  };
  return (
    <section aria-labelledby="kept-packs">
      <h2 id="kept-packs">Packs kept in this browser for {engine.info.model}</h2>
      {error && (
        <p class="notice error" role="alert">
          {error.message}
        </p>
      )}
      <div class="model-frame">
        <table class="model-table packs">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Role</th>
              <th scope="col">Hash</th>
              <th scope="col" class="number">
                Size
              </th>
              <th scope="col">Since</th>
              <th scope="col">
                <span class="hidden-label">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {kept.map((pack) => (
              <tr key={pack.hash}>
                <td class="origin">{pack.origin}</td>
                <td>{pack.role}</td>
                <td>
                  <code title={pack.hash}>{pack.hash.slice(0, 12)}</code>
                </td>
                <td class="number">{bytes(pack.bytes)}</td>
                <td>{moment(pack.keptAt)}</td>
                <td class="actions">
                  <button type="button" class="quiet" onClick={() => void save(pack).catch(setError)}>
                    Save as a file
                  </button>
                  <ConfirmButton label="Delete" act={() => remove(pack)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
