import type { VNode } from 'preact';

export const TABS = ['statement', 'code', 'tests'] as const;
export type Tab = (typeof TABS)[number];

/** On a narrow window one of the three stands at a time; on a wide one the style sheet shows all and hides this. */
export function Tabs({ tab, choose }: { tab: Tab; choose(tab: Tab): void }): VNode {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length]!;
    choose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="practice-tabs" role="tablist" aria-label="Parts of the page" onKeyDown={onKeyDown}>
      {TABS.map((name) => (
        <button
          key={name}
          id={`tab-${name}`}
          type="button"
          role="tab"
          aria-selected={name === tab}
          tabIndex={name === tab ? 0 : -1}
          onClick={() => choose(name)}
        >
          {name[0]!.toUpperCase() + name.slice(1)}
        </button>
      ))}
    </div>
  );
}
