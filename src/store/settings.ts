import { get, update } from 'idb-keyval';
import { DEFAULT_OPTIONS, wholeOptions } from '../agents/options.ts';
import { kept, shelf } from './database.ts';
import type { Settings } from './records.ts';

export type { ModelChoice, NamedEndpoint, Settings } from './records.ts';

/** The model that comes with the page. */
export const EMBEDDED_MODEL = 'quartet-tiny';

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  solve: DEFAULT_OPTIONS,
  language: 'python',
  problem: null,
  vim: false,
  split: 42,
  templates: {},
  timer: null,
  hosts: [],
  endpoints: [],
  mirror: { models: '', libraries: '' },
  model: { model: EMBEDDED_MODEL, executor: 'auto' },
  packs: {},
};

const KEY = 'settings';

export function readSettings(): Promise<Settings> {
  return kept('read the settings', async () => {
    const changed = await get<Partial<Settings>>(KEY, shelf('settings'));
    return { ...DEFAULT_SETTINGS, ...changed, solve: wholeOptions(changed?.solve ?? {}) };
  });
}

/** Writes what changed; two tabs do not undo each other's other settings. */
export function saveSettings(change: Partial<Settings>): Promise<void> {
  return kept('keep the settings', () =>
    update<Partial<Settings>>(KEY, (old) => ({ ...old, ...change }), shelf('settings')),
  );
}
