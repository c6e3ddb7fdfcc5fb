import { useApp } from '../app-state.ts';
import { NEXT_THEME } from '../frame/theme.tsx';
import { hrefOf, PAGES } from '../route.ts';
import { useValue } from '../state.ts';
import { useActions } from './actions.ts';

const LABELS: Record<(typeof PAGES)[number], string> = {
  solve: 'Go to Solve',
  practice: 'Go to Practice',
  history: 'Go to History',
  studio: 'Go to Studio, make training data',
  problems: 'Go to Problems, bring one',
  models: 'Go to Models, choose what runs',
  roles: 'Go to Roles, their packs',
  benchmarks: 'Go to Benchmarks, the papers’ own',
};

/** What can be done on every page. */
export function usePageActions(): void {
  const app = useApp();
  const { theme, vim, timer } = useValue(app.settings);
  useActions('page', [
    ...PAGES.map((page, i) => ({
      id: `go ${page}`,
      label: LABELS[page],
      keys: `Alt+${i + 1}`,
      run: () => {
        location.hash = hrefOf(page);
      },
    })),
    {
      id: 'go backup',
      label: 'Go to Backup, one file of everything',
      run: () => {
        location.hash = hrefOf('backup');
      },
    },
    {
      id: 'theme',
      label: `Colours: ${NEXT_THEME[theme]}`,
      run: () => app.changeSettings({ theme: NEXT_THEME[theme] }),
    },
    {
      id: 'vim',
      label: vim ? 'Usual keys in the editor' : 'Vim keys in the editor',
      run: () => app.changeSettings({ vim: !vim }),
    },
    ...(timer
      ? [{ id: 'end timer', label: 'End the contest timer', run: () => app.changeSettings({ timer: null }) }]
      : []),
    {
      id: 'offline',
      label: 'Go to Offline, take everything along',
      run: () => {
        location.hash = hrefOf('offline');
      },
    },
    { id: 'facts', label: 'What runs here', run: () => document.getElementById('facts')?.showPopover() },
  ]);
}
