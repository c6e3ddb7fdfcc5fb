import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../judge/problem.ts';
import { type AppState, useApp } from '../app-state.ts';
import { hrefOf, parseRoute } from '../route.ts';
import { type Batch, nextBatch } from './batch.ts';
import { followCompanion } from './follow.ts';

/** What a person is told of problems that came: one to be opened, or that a contest's are there, or why one is not. */
interface Notice {
  text: string;
  offered: Problem | null;
  refused: boolean;
}

/**
 * Problems sent by the browser extension: each goes to the library and is shown at once, of a contest the first. One
 * that comes in the middle of work is offered instead.
 */
export function Companion(): VNode | null {
  const app = useApp();
  const [notice, setNotice] = useState<Notice | null>(null);
  useEffect(() => {
    let batch: Batch | null = null;
    let taking = Promise.resolve();
    const take = async (json: string) => {
      const problem = await importTask(json);
      batch = nextBatch(batch, JSON.parse(json).batch ?? { id: json, size: 1 });
      await app.addProblem(problem);
      const first = batch.come === 1;
      const shown = first && !isWorking(app, problem);
      if (shown) location.hash = addressOf(problem);
      setNotice((before) => {
        const offered = first ? problem : (before?.offered ?? null);
        return noticeOf(batch!, problem, shown || !offered ? null : offered);
      });
    };
    return followCompanion({
      problem(json) {
        taking = taking.then(() => take(json)).catch((error: Error) => app.trouble.set(error));
      },
      refused: (text) => setNotice({ text, offered: null, refused: true }),
    });
  }, [app]);

  if (!notice) return null;
  const { text, offered, refused } = notice;
  const dismiss = () => setNotice(null);
  return (
    <p class={refused ? 'notice error' : 'notice'} role={refused ? 'alert' : 'status'}>
      {text}{' '}
      {offered && (
        <a href={addressOf(offered)} onClick={dismiss}>
          Open {offered.title}
        </a>
      )}
      <button type="button" onClick={dismiss}>
        {offered ? 'Later' : 'Dismiss'}
      </button>
    </p>
  );
}

function noticeOf({ come, size }: Batch, problem: Problem, offered: Problem | null): Notice | null {
  if (size > 1) {
    return { text: `${come} of ${size} problems of this contest have come.`, offered, refused: false };
  }
  return offered && { text: `“${problem.title}” has come from your browser.`, offered, refused: false };
}

async function importTask(json: string): Promise<Problem> {
  const { importText } = await import('../problems/import-files.ts');
  const { problems, errors } = await importText('Competitive Companion', json);
  if (!problems[0]) throw errors[0];
  return problems[0];
}

/** Whether something stands on the page that the person has not finished; not of the problem that came. */
function isWorking(app: AppState, { id }: Problem): boolean {
  if (app.run.value?.live.value) return true;
  return parseRoute(location.hash).id !== id && [...app.work].some((unfinished) => unfinished());
}

/** It comes without a statement, so Practice is where something can be done; who is in Solve stays there. */
function addressOf({ id }: Problem): string {
  const { page } = parseRoute(location.hash);
  return hrefOf(page === 'solve' && location.hash !== '' ? 'solve' : 'practice', id);
}
