import { useEffect, useRef } from 'preact/hooks';
import { type AppState, useApp } from '../app-state.ts';

/** Something that a person can do, by a button, a shortcut or the command palette. */
export interface Action {
  /** Unique among the actions that are there at one time. */
  id: string;
  /** What it does, as the palette lists it. */
  label: string;
  /** Modifiers and key, e.g. `Ctrl+Shift+Enter`; Ctrl is Cmd on a Mac. */
  keys?: string;
  run(): void;
}

/** Puts the actions on offer for as long as the component stands; what is drawn later replaces them. */
export function useActions(owner: string, actions: readonly Action[]): void {
  const app = useApp();
  const latest = useRef(actions);
  latest.current = actions;
  const listed = actions.map(({ id, label, keys }) => `${id}\n${label}\n${keys}`).join('\n');
  useEffect(() => {
    const offered = latest.current.map((action) => ({
      ...action,
      // The newest closure: an action may be taken long after it was put on offer.
      run: () => latest.current.find(({ id }) => id === action.id)?.run(),
    }));
    app.actions.set({ ...app.actions.value, [owner]: offered });
    return () => {
      const { [owner]: gone, ...others } = app.actions.value;
      app.actions.set(others);
    };
  }, [app, owner, listed]);
}

/** Every action on offer now. */
export function actionsOf(app: AppState): Action[] {
  return Object.values(app.actions.value).flat();
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Whether the keys that are down are those of a shortcut. */
export function isPressed(keys: string, { key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): boolean {
  const parts = keys.split('+');
  const wanted = parts.pop()!;
  return (
    key.toLowerCase() === wanted.toLowerCase() &&
    (ctrlKey || metaKey) === parts.includes('Ctrl') &&
    shiftKey === parts.includes('Shift') &&
    altKey === parts.includes('Alt')
  );
}

const SYMBOLS: Record<string, string> = { Enter: '⏎', Shift: '⇧', Escape: 'Esc' };

/** A shortcut as a button shows it, e.g. `Ctrl ⇧ ⏎`. */
export function shownKeys(keys: string): string {
  return keys
    .split('+')
    .map((part) => SYMBOLS[part] ?? part)
    .join(' ');
}
