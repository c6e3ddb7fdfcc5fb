import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { readyValue } from '../loading.ts';
import { hrefOf } from '../route.ts';
import { useValue } from '../state.ts';
import { type Action, shownKeys, useActions } from './actions.ts';
import { matching } from './matching.ts';
import './palette.css';

/** More than a person reads; who wants another types on. */
const SHOWN = 12;

/** Ctrl+K, or the button: every action on offer and every problem, by name. */
export function Palette(): VNode {
  const [open, setOpen] = useState(false);
  useActions('palette', [{ id: 'palette', label: 'All actions', keys: 'Ctrl+K', run: () => setOpen(true) }]);
  return (
    <>
      <button
        type="button"
        class="quiet palette-button"
        aria-label="All actions Ctrl K"
        title="All actions"
        onClick={() => setOpen(true)}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M7 2.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9zM10.3 10.3l3.2 3.2" />
        </svg>
        <kbd>Ctrl K</kbd>
      </button>
      {open && <PaletteDialog close={() => setOpen(false)} />}
    </>
  );
}

function PaletteDialog({ close }: { close(): void }): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useFound(query);
  const at = Math.min(chosen, found.length - 1);
  // Before the next key is told of, so that none of a quick hand's goes to what lies under it.
  useLayoutEffect(() => dialog.current!.showModal(), []);
  useEffect(() => document.getElementById(`palette-${at}`)?.scrollIntoView({ block: 'nearest' }), [at]);

  const take = (action: Action | undefined) => {
    if (!action) return;
    // Closed first, so that the focus is back where the action may move it from.
    dialog.current!.close();
    action.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
    else if (event.key === 'Enter') take(found[at]);
    else return;
    event.preventDefault();
  };
  const onPress = (event: MouseEvent) => event.target === dialog.current && dialog.current?.close();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the press is on the backdrop; the keyboard has Escape.
    <dialog class="palette" ref={dialog} aria-label="All actions" onClose={close} onClick={onPress}>
      <input
        role="combobox"
        aria-label="Action or problem"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[at] && `palette-${at}`}
        placeholder="Action or problem"
        autocomplete="off"
        value={query}
        onInput={({ currentTarget }) => {
          setQuery(currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-list" role="listbox" aria-label="Found">
        {found.map((action, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys.
          <div
            key={action.id}
            id={`palette-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            onClick={() => take(action)}
          >
            <span>{action.label}</span>
            {action.keys && <kbd>{shownKeys(action.keys)}</kbd>}
          </div>
        ))}
        {found.length === 0 && <p class="soft">Nothing is called that.</p>}
      </div>
    </dialog>
  );
}

/** What the query names: actions first; problems only for who types, there may be thousands. */
function useFound(query: string): Action[] {
  const app = useApp();
  const offered = Object.values(useValue(app.actions)).flat();
  const problems = readyValue(useValue(app.problems)) ?? [];
  const actions = matching(
    offered.filter(({ id }) => id !== 'palette'),
    query,
  );
  if (query.trim() === '') return actions;
  const opening = problems.map(
    ({ problem: { id, title } }): Action => ({
      id: `problem ${id}`,
      label: `Practise ${title}`,
      run: () => {
        location.hash = hrefOf('practice', id);
      },
    }),
  );
  return [...actions, ...matching(opening, query)].slice(0, SHOWN);
}
