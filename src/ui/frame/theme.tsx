import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Settings } from '../../store/settings.ts';
import { useApp } from '../app-state.ts';
import { useValue } from '../state.ts';

/** What the switch leads to from each. */
export const NEXT_THEME: Record<Settings['theme'], Settings['theme']> = {
  system: 'light',
  light: 'dark',
  dark: 'system',
};

const PICTURES: Record<Settings['theme'], string> = {
  // Half filled, a ring, and filled.
  system: 'M8 1.5a6.5 6.5 0 1 0 0 13zM8 1.5a6.5 6.5 0 0 1 0 13l0-1.3a5.2 5.2 0 0 0 0-10.4z',
  light: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zm0 1.3a5.2 5.2 0 0 1 0 10.4a5.2 5.2 0 0 1 0-10.4z',
  dark: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13z',
};

/** Follows the system until told otherwise: system, light, dark, and round again. */
export function ThemeSwitch(): VNode {
  const app = useApp();
  const { theme } = useValue(app.settings);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const label = `Colours: ${theme}. Switch to ${NEXT_THEME[theme]}.`;
  const next = () => app.changeSettings({ theme: NEXT_THEME[theme] });
  return (
    <button type="button" class="quiet theme-switch" aria-label={label} title={label} onClick={next}>
      <svg viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
        <path d={PICTURES[theme]} fill-rule="evenodd" />
      </svg>
    </button>
  );
}
