import { del, get, promisifyRequest } from 'idb-keyval';
import { kept, putAll, shelf } from './database.ts';
import type { DraftProgram } from './records.ts';

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

/** Every program of a problem's drafts, by their numbers. */
export function listDrafts(problem: string): Promise<DraftProgram[]> {
  return kept('read your programs', () =>
    shelf('drafts')('readonly', async (store) => {
      // An array comes after every text, so after every language.
      const range = IDBKeyRange.bound([problem], [problem, []]);
      const [keys, sources] = await Promise.all([
        promisifyRequest(store.getAllKeys(range)),
        promisifyRequest<string[]>(store.getAll(range)),
      ]);
      const programs = keys.map((key, i): DraftProgram => {
        const [, language, draft = 1] = key as [string, string, number?];
        return { draft, language, source: sources[i]! };
      });
      return programs.sort((p, q) => p.draft - q.draft);
    }),
  );
}

export function deleteDraft(problem: string, language: string, draft: number): Promise<void> {
  return kept('delete your program', () => del(keyOf(problem, language, draft), shelf('drafts')));
}
