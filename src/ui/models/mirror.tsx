import type { VNode } from 'preact';
import type { Settings } from '../../store/settings.ts';
import { HUB } from '../../weights/address.ts';
import { LIBRARIES } from '../../weights/known-models.ts';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';

type Place = keyof Settings['mirror'];

const PLACES: [place: Place, label: string, published: string][] = [
  ['models', 'Models from', HUB],
  ['libraries', 'Their libraries from', LIBRARIES],
];

/** Where the listed models are downloaded: where they are published, or a mirror that has the same folders. */
export function Mirror(): VNode {
  const app = useApp();
  const { mirror } = useValue(app.settings);
  const hosts = PLACES.map(([place, , published]) => new URL(mirror[place] || published).host);
  return (
    <details>
      <summary>Downloaded from {hosts.join(' and ')}</summary>
      <div class="mirror">
        {PLACES.map(([place, label, published]) => (
          <label key={place}>
            {label}
            <input
              type="url"
              pattern="https?://.+"
              placeholder={published}
              value={mirror[place]}
              onChange={({ currentTarget: input }) => {
                const written = input.value.trim();
                const sound = written === '' || (input.checkValidity() && URL.canParse(written));
                if (sound) app.changeSettings({ mirror: { ...mirror, [place]: written } });
                else input.reportValidity();
              }}
            />
          </label>
        ))}
        <p class="soft">
          A mirror has the same folders. Left empty, they come from where they are published.
        </p>
      </div>
    </details>
  );
}
