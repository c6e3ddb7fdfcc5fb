import { get, update } from 'idb-keyval';
import type { SolveOptions } from '../agents/events.ts';
import { DEFAULT_OPTIONS } from '../agents/options.ts';
import { kept, shelf } from './database.ts';

export interface Settings {
  theme: 'system' | 'light' | 'dark';
  solve: SolveOptions;
  /** Language of the user's own programs. */
  language: string;
  /** Id of the problem that was open last; null on the first visit. */
  problem: string | null;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  solve: DEFAULT_OPTIONS,
  language: 'python',
  problem: null,
};

const KEY = 'settings';

export function readSettings(): Promise<Settings> {
  return kept('read the settings', async () => {
    const changed = await get<Partial<Settings>>(KEY, shelf('settings'));
    return { ...DEFAULT_SETTINGS, ...changed };
  });
}

/** Writes what changed; two tabs do not undo each other's other settings. */
export function saveSettings(change: Partial<Settings>): Promise<void> {
  return kept('keep the settings', () =>
    update<Partial<Settings>>(KEY, (old) => ({ ...old, ...change }), shelf('settings')),
  );
}
