import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Submission } from '../../judge/judge.ts';
import type { Problem, Test } from '../../judge/problem.ts';
import type { TestResult } from '../../judge/verdict.ts';
import { useApp } from '../app-state.ts';
import { useLoaded } from '../state.ts';

export interface ToShare {
  problem: Problem;
  ownTests: readonly Test[];
  submission: Submission;
  /** What the tests showed of this very program; empty where it was not run as it is. */
  results: readonly TestResult[];
}

/** The dialog that makes a link, whose code is read when one is wanted; `close` is called when it is put away. */
export function ShareLink({ what, close }: { what: ToShare; close(): void }): VNode | null {
  const { trouble } = useApp();
  const { value, error } = useLoaded(() => import('./share-dialog.tsx'), 'once');
  useEffect(() => {
    if (error) trouble.set(error);
  }, [error]);
  return value && <value.ShareDialog what={what} close={close} />;
}
