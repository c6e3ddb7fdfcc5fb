import type { VNode } from 'preact';
import { useApp } from '../app-state.ts';
import type { Elsewhere } from '../model-hold.ts';
import { useValue } from '../state.ts';

const WORDS: Record<Elsewhere, string> = {
  held: 'Another tab of this page holds the model. It is loaded here when that tab lets go or is closed.',
  busy: 'Another tab of this page works with the model. It is loaded here when that tab lets go or is closed.',
  given: 'Another tab of this page has taken the model over.',
};

/** Says that the model is in another tab, and takes it over. */
export function OtherTab(): VNode | null {
  const { model } = useApp();
  const elsewhere = useValue(model.elsewhere);
  if (!elsewhere) return null;
  return (
    <p class="notice" role="status">
      {WORDS[elsewhere]}{' '}
      <button type="button" onClick={() => model.takeOver()}>
        {elsewhere === 'given' ? 'Take it back' : elsewhere === 'busy' ? 'Ask again' : 'Take it over'}
      </button>
    </p>
  );
}
