import { del, get } from 'idb-keyval';
import { kept, putAll, shelf } from './database.ts';

/** The first draft's key has no number: there was one draft a language before there were several. */
function keyOf(problem: string, language: string, draft: number): IDBValidKey {
  return draft === 1 ? [problem, language] : [problem, language, draft];
}

/** The user's own program for a problem in one language, as last typed; null if nothing was ever typed. */
export function findDraft(problem: string, language: string, draft: number): Promise<string | null> {
  return kept('read your program', async () => {
    return (await get<string>(keyOf(problem, language, draft), shelf('drafts'))) ?? null;
  });
}

/** As `findDraft`, empty if there is none. */
export async function readDraft(problem: string, language: string, draft = 1): Promise<string> {
  return (await findDraft(problem, language, draft)) ?? '';
}

export function saveDraft(problem: string, language: string, source: string, draft = 1): Promise<void> {
  return kept('keep your program', () => putAll('drafts', [[keyOf(problem, language, draft), source]]));
}

export function deleteDraft(problem: string, language: string, draft: number): Promise<void> {
  return kept('delete your program', () => del(keyOf(problem, language, draft), shelf('drafts')));
}
