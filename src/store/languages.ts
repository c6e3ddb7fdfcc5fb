import { del, get, set, values } from 'idb-keyval';
import type { LanguageEvent } from '../studio/agents/events.ts';
import type { Memory } from '../studio/agents/memory.ts';
import { deleteRange, kept, putAll, readRange, shelf } from './database.ts';
import type { LanguageRun } from './records.ts';

export type { LanguageEngine, LanguageRun } from './records.ts';

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

/** A run as it was begun; null where there is none. */
export function findLanguageRun(id: string): Promise<LanguageRun | null> {
  return kept('read this round', async () => {
    return (await get<LanguageRun>(id, shelf('language-runs'))) ?? null;
  });
}

/** Writes events of a run that came in a file. */
export function keepLanguageEvents(events: readonly LanguageEvent[]): Promise<void> {
  return kept('keep what the agents said', () =>
    putAll(
      'language-events',
      events.map((event) => [[event.run, event.seq], event]),
    ),
  );
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
