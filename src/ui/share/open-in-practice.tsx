import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { mergeDesk } from '../../backup/merge-desk.ts';
import type { Shared } from '../../share/shared.ts';
import { EMPTY_DESK, readDesk, saveDesk } from '../../store/desks.ts';
import { listDrafts, saveDraft } from '../../store/drafts.ts';
import { type AppState, useApp } from '../app-state.ts';
import { readyValue } from '../loading.ts';
import { hrefOf } from '../route.ts';
import { useValue } from '../state.ts';

/** Keeps what was shared and opens it in Practice; says what is the reader's already. */
export function OpenInPractice({ shared }: { shared: Shared }): VNode {
  const app = useApp();
  const [error, setError] = useState<Error | null>(null);
  const listed = readyValue(useValue(app.problems));
  const known = listed?.some(({ problem }) => problem.id === shared.problem.id) ?? false;
  const open = () =>
    takeShared(app, shared, known).then(() => {
      location.hash = hrefOf('practice', shared.problem.id);
    }, setError);
  return (
    <>
      <button type="button" aria-disabled={!listed} onClick={() => listed && void open()}>
        Open in Practice
      </button>
      <span class="soft">
        {known
          ? 'You have this problem: it stays as it is, program and tests are added beside yours.'
          : 'Keeps the problem, the program as a draft, and the sender’s tests.'}
      </span>
      {error && (
        <p class="notice error" role="alert">
          {error.message}
        </p>
      )}
    </>
  );
}

/** Keeps problem, tests and program beside what the reader has; the program's draft is the open one then. */
async function takeShared(app: AppState, shared: Shared, known: boolean): Promise<void> {
  const { problem, ownTests, submission } = shared;
  const { language, source } = submission;
  if (!known) await app.addProblem(problem);
  const here = { desk: await readDesk(problem.id), programs: await listDrafts(problem.id) };
  const theirs = { desk: { ...EMPTY_DESK, tests: ownTests }, programs: [{ draft: 1, ...submission }] };
  const { change, programs } = mergeDesk(here, EMPTY_DESK, theirs);
  for (const program of programs)
    await saveDraft(problem.id, program.language, program.source, program.draft);
  const isIt = (one: typeof submission) => one.language === language && one.source === source;
  const draft = [...programs, ...here.programs].find(isIt)?.draft ?? here.desk.draft;
  await saveDesk(problem.id, { ...change, draft });
  if (app.languages.some(({ id }) => id === language)) app.changeSettings({ language });
}
