import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { Palette } from '../command/palette.tsx';
import { hrefOf, PAGES, type PageName } from '../route.ts';
import { StatusChip } from './chip.tsx';
import { ThemeSwitch } from './theme.tsx';

const NAMES: Record<(typeof PAGES)[number], string> = {
  solve: 'Solve',
  practice: 'Practice',
  history: 'History',
  studio: 'Studio',
  problems: 'Problems',
  models: 'Models',
  roles: 'Roles',
  benchmarks: 'Benchmarks',
};

export function TopBar({ page }: { page: PageName }): VNode {
  const app = useApp();
  const here = useRef<HTMLAnchorElement>(null);
  // In a narrow window the pages' names are wider than it. (`page` is what it follows.)
  useEffect(() => here.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [page]);
  return (
    <header class="top-bar">
      <a class="brand" href={hrefOf('solve')}>
        Quartet
      </a>
      <nav aria-label="Pages">
        {PAGES.map((name) => (
          <a
            key={name}
            ref={name === page ? here : null}
            href={hrefOf(name)}
            aria-current={name === page ? 'page' : undefined}
          >
            {NAMES[name]}
          </a>
        ))}
      </nav>
      <Palette />
      <StatusChip app={app} />
      <ThemeSwitch />
    </header>
  );
}
