import { del, set, values } from 'idb-keyval';
import type { LanguageEvent, LanguageOptions } from '../studio/agents/events.ts';
import type { Memory } from '../studio/agents/memory.ts';
import type { Snippet } from '../studio/seeds/snippet.ts';
import { deleteRange, kept, readRange, shelf } from './database.ts';

/** Who speaks: agents without a model, the model in use, or an endpoint by its name. */
export type LanguageEngine = { is: 'script' } | { is: 'model' } | { is: 'endpoint'; name: string };

/** A run of the language agents as it was begun; its events stand beside it. */
export interface LanguageRun {
  id: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  options: LanguageOptions;
  engine: LanguageEngine;
  /** The code that seeds are made of, where it is the person's own; null for the generated family's. */
  snippets: Snippet[] | null;
  /** What the agents remembered when it began. */
  memories: Memory[];
}

const eventsOf = (run: string) => IDBKeyRange.bound([run, 0], [run, Number.MAX_SAFE_INTEGER]);

export function keepLanguageRun(run: LanguageRun): Promise<void> {
  return kept('keep this round', () => set(run.id, run, shelf('language-runs')));
}

/** All runs, newest first. */
export function listLanguageRuns(): Promise<LanguageRun[]> {
  return kept('list the rounds', async () => {
    const runs = await values<LanguageRun>(shelf('language-runs'));
    return runs.sort((p, q) => q.startedAt - p.startedAt);
  });
}

/** Resolves when the event is written; only then may it be shown. */
export function appendLanguageEvent(event: LanguageEvent): Promise<void> {
  return kept('keep what the agents said', () =>
    set([event.run, event.seq], event, shelf('language-events')),
  );
}

/** A run's events in order. */
export function readLanguageEvents(run: string): Promise<LanguageEvent[]> {
  return kept('read what the agents said', () => readRange<LanguageEvent>('language-events', eventsOf(run)));
}

export function deleteLanguageRun(run: string): Promise<void> {
  return kept('delete this round', async () => {
    await del(run, shelf('language-runs'));
    await deleteRange('language-events', eventsOf(run));
  });
}

export function readMemories(): Promise<Memory[]> {
  return kept('read the memories', () => values<Memory>(shelf('memories')));
}

export function keepMemory(memory: Memory): Promise<void> {
  return kept('keep this memory', () => set(memory.language, memory, shelf('memories')));
}

export function deleteMemory(language: string): Promise<void> {
  return kept('reset this memory', () => del(language, shelf('memories')));
}
