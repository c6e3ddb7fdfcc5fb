import { deleteDraft, saveDraft } from '../../store/drafts.ts';
import { useApp } from '../app-state.ts';
import type { OpenDesk } from './desk.ts';

export interface Drafts {
  /** An empty one, opened. */
  create(): void;
  /** Deletes the open draft with its programs in every language; the only one cannot be deleted. */
  remove(): void;
  /** Opens a program as a draft of its own: nothing that was written is replaced. */
  reopen(language: string, source: string): Promise<void>;
}

/** What can be done with the drafts of a problem. */
export function useDrafts(problem: string, desk: OpenDesk): Drafts {
  const app = useApp();
  const next = Math.max(...desk.drafts) + 1;
  const create = () => desk.change({ drafts: [...desk.drafts, next], draft: next });
  const report = (error: Error) => app.trouble.set(error);
  return {
    create,
    remove() {
      const others = desk.drafts.filter((draft) => draft !== desk.draft);
      if (others.length === 0) return;
      desk.change({ drafts: others, draft: others.at(-1)! });
      for (const { id } of app.languages) deleteDraft(problem, id, desk.draft).catch(report);
    },
    async reopen(language, source) {
      await saveDraft(problem, language, source, next).catch(report);
      app.changeSettings({ language });
      create();
    },
  };
}
