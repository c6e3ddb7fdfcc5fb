import { useEffect, useState } from 'preact/hooks';
import { type Desk, EMPTY_DESK, readDesk, saveDesk } from '../../store/desks.ts';
import { useApp } from '../app-state.ts';

export interface OpenDesk extends Desk {
  /** Shows the change at once and keeps it. */
  change(part: Partial<Desk>): void;
}

/** The person's tests and drafts for a problem; null until they are read. */
export function useDesk(problem: string): OpenDesk | null {
  const { trouble } = useApp();
  const [desk, setDesk] = useState<Desk | null>(null);
  useEffect(() => {
    let current = true;
    readDesk(problem)
      .catch((error: Error) => {
        trouble.set(error);
        return EMPTY_DESK;
      })
      .then((read) => current && setDesk(read));
    return () => {
      current = false;
    };
  }, [problem, trouble]);
  if (!desk) return null;
  return {
    ...desk,
    change(part) {
      setDesk((old) => ({ ...old!, ...part }));
      saveDesk(problem, part).catch((error: Error) => trouble.set(error));
    },
  };
}
