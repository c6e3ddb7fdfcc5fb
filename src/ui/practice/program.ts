import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../judge/problem.ts';
import { findDraft, saveDraft } from '../../store/drafts.ts';
import { useApp } from '../app-state.ts';
import { templateOf } from './templates.ts';

export interface Program {
  /** What the editor begins with, and a key that changes whenever it must begin anew; null until it is read. */
  opened: { key: string; source: string } | null;
  /** The text as it stands now. */
  source(): string;
  /** Whether the person has written something in it. */
  written(): boolean;
  change(source: string): void;
}

/** The person's program for this problem, language and draft; kept with every change. */
export function useProgram({ id: problem, io }: Problem, language: string, draft: number): Program {
  const { settings, languages, trouble } = useApp();
  const key = `${problem}/${language}/${draft}`;
  const [opened, setOpened] = useState<Program['opened']>(null);
  const text = useRef('');
  const template = templateOf(io, language, languages, settings.value.templates);

  useEffect(() => {
    let current = true;
    const open = (source: string) => {
      if (!current) return;
      text.current = source;
      setOpened({ key, source });
    };
    findDraft(problem, language, draft).then(
      (found) => open(found ?? template),
      (error: Error) => {
        trouble.set(error);
        open(template);
      },
    );
    return () => {
      current = false;
    };
  }, [key]);

  return {
    opened: opened?.key === key ? opened : null,
    source: () => text.current,
    written: () => text.current.trim() !== '' && text.current !== template,
    change(source) {
      text.current = source;
      saveDraft(problem, language, source, draft).catch((error: Error) => trouble.set(error));
    },
  };
}
