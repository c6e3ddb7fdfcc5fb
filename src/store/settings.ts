import { get, update } from 'idb-keyval';
import type { SolveOptions } from '../agents/events.ts';
import { DEFAULT_OPTIONS, wholeOptions } from '../agents/options.ts';
import type { Role } from '../llm/engine.ts';
import { kept, shelf } from './database.ts';

/** Which model is used and what runs it. */
export interface ModelChoice {
  /** Of the embedded model, one that is kept on this device, or an endpoint. */
  model: string;
  /** As `ExecutorOptions` takes it: `auto`, an executor, or kernels by their name; `endpoint` for an endpoint. */
  executor: string;
  /** Tokens of the longest text, where it runs in a compiled library; the library's own where nothing is said. */
  contextLength?: number;
}

/** A model behind an OpenAI-compatible endpoint. */
export interface NamedEndpoint {
  name: string;
  /** Without `/chat/completions`. */
  url: string;
  /** As the endpoint calls it. */
  model: string;
  /** Empty where none is wanted. */
  key: string;
  /** Tokens. */
  contextLength: number;
  /** Requests that may be under way at once. */
  inFlight: number;
}

export interface Settings {
  theme: 'system' | 'light' | 'dark';
  solve: SolveOptions;
  /** Language of the user's own programs. */
  language: string;
  /** Id of the problem that was open last; null on the first visit. */
  problem: string | null;
  /** Whether the editor has vim's keys. */
  vim: boolean;
  /** The statement's share of Practice's width, in percent. */
  split: number;
  /** What a new program begins with, by language; the built-in one where there is none. */
  templates: Record<string, string>;
  /** The contest that is being timed; null if none. Times in milliseconds, the start since 1970. */
  timer: { startedAt: number; ms: number } | null;
  /** Hosts that the person lets the page ask. */
  hosts: string[];
  endpoints: NamedEndpoint[];
  /** Where the listed models and their libraries are downloaded instead; empty for where they are published. */
  mirror: { models: string; libraries: string };
  model: ModelChoice;
  /**
   * By a base's hash and role: the hash of the kept pack that the role has in the place of the one that came with the
   * model, or null for none.
   */
  packs: Record<string, Partial<Record<Role, string | null>>>;
}

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
