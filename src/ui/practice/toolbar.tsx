import type { VNode } from 'preact';
import type { Language } from '../../sandbox/program.ts';
import { useApp } from '../app-state.ts';
import { ConfirmButton } from '../confirm-button.tsx';
import { Menu } from '../menu.tsx';
import { useValue } from '../state.ts';
import type { OpenDesk } from './desk.ts';
import type { Drafts } from './drafts.ts';
import type { Which } from './judging.ts';
import { Timer, TimerForm } from './timer.tsx';

interface Props {
  language: Language;
  desk: OpenDesk;
  drafts: Drafts;
  running: boolean;
  run(which: Which): void;
  stop(): void;
  keepTemplate(): void;
  share(): void;
}

/** Language, draft and runs, above the editor. */
export function Toolbar({ language, desk, drafts, running, run, stop, keepTemplate, share }: Props): VNode {
  return (
    <div class="practice-bar">
      <LanguageSelect language={language} />
      {desk.drafts.length > 1 && (
        <select
          aria-label="Draft"
          value={desk.draft}
          onChange={({ currentTarget }) => desk.change({ draft: Number(currentTarget.value) })}
        >
          {desk.drafts.map((draft) => (
            <option key={draft} value={draft}>
              Draft {draft}
            </option>
          ))}
        </select>
      )}
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
      <MoreMenu desk={desk} drafts={drafts} keepTemplate={keepTemplate} share={share} />
      <Timer />
    </div>
  );
}

/** The languages, and what a program meets here that it would not on a native judge. */
function LanguageSelect({ language }: { language: Language }): VNode {
  const app = useApp();
  return (
    <>
      <label class="hidden-label" for="language">
        Language
      </label>
      <select
        id="language"
        value={language.id}
        onChange={({ currentTarget }) => app.changeSettings({ language: currentTarget.value })}
      >
        {app.languages.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      {language.differences.length > 0 && (
        <Menu label="≠" name={`How ${language.label} differs here from a native judge`}>
          <strong>Here, not as on a native judge</strong>
          <ul>
            {language.differences.map((difference) => (
              <li key={difference}>{difference}</li>
            ))}
          </ul>
        </Menu>
      )}
    </>
  );
}

type MoreProps = Pick<Props, 'desk' | 'drafts' | 'keepTemplate' | 'share'>;

function MoreMenu({ desk, drafts, keepTemplate, share }: MoreProps): VNode {
  const app = useApp();
  const { vim } = useValue(app.settings);
  return (
    <Menu label="More">
      <button type="button" onClick={drafts.create}>
        New draft
      </button>
      {desk.drafts.length > 1 && (
        <ConfirmButton key={desk.draft} label={`Delete draft ${desk.draft}`} act={drafts.remove} />
      )}
      <button type="button" onClick={keepTemplate}>
        Begin new programs with this one
      </button>
      <button type="button" onClick={share}>
        Share as a link <kbd>Alt S</kbd>
      </button>
      <label>
        <input
          type="checkbox"
          checked={vim}
          onChange={({ currentTarget }) => app.changeSettings({ vim: currentTarget.checked })}
        />
        Vim keys
      </label>
      <TimerForm />
    </Menu>
  );
}
