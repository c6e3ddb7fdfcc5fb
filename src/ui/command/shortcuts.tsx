import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { actionsOf, isPressed } from './actions.ts';
import { usePageActions } from './page-actions.ts';

/** Listens for the shortcuts of the actions on offer; what a field did with a key is the field's. */
export function Shortcuts(): VNode | null {
  const app = useApp();
  usePageActions();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      const action = actionsOf(app).find(({ keys }) => keys && isPressed(keys, event));
      if (!action) return;
      event.preventDefault();
      action.run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [app]);
  return null;
}
