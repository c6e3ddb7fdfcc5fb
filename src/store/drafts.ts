import { get, set } from 'idb-keyval';
import { kept, shelf } from './database.ts';

/** The user's own program for a problem in one language, as last typed; empty if there is none. */
export function readDraft(problem: string, language: string): Promise<string> {
  return kept('read your program', async () => {
    return (await get<string>([problem, language], shelf('drafts'))) ?? '';
  });
}

export function saveDraft(problem: string, language: string, source: string): Promise<void> {
  return kept('keep your program', () => set([problem, language], source, shelf('drafts')));
}
