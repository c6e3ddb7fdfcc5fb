import type { VNode } from 'preact';
import { useApp } from '../app-state.ts';
import type { Which } from './judging.ts';

interface Props {
  language: string;
  running: boolean;
  run(which: Which): void;
  stop(): void;
}

/** Language and runs, above the editor. */
export function Toolbar({ language, running, run, stop }: Props): VNode {
  const app = useApp();
  return (
    <div class="practice-bar">
      <label class="hidden-label" for="language">
        Language
      </label>
      <select
        id="language"
        value={language}
        onChange={({ currentTarget }) => app.changeSettings({ language: currentTarget.value })}
      >
        {app.languages.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <button type="button" class="primary" onClick={() => run('all tests')}>
        Run all <kbd>Ctrl ⏎</kbd>
      </button>
      <button type="button" onClick={() => run('samples')}>
        Samples <kbd>Ctrl ⇧ ⏎</kbd>
      </button>
      {running && (
        <button type="button" class="stop" onClick={stop}>
          Stop <kbd>Esc</kbd>
        </button>
      )}
    </div>
  );
}
