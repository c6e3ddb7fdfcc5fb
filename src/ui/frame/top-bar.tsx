import type { VNode } from 'preact';
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
  return (
    <header class="top-bar">
      <a class="brand" href={hrefOf('solve')}>
        Quartet
      </a>
      <nav aria-label="Pages">
        {PAGES.map((name) => (
          <a key={name} href={hrefOf(name)} aria-current={name === page ? 'page' : undefined}>
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
