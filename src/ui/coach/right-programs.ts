import { chosenProgram } from '../../agents/coach/hints.ts';
import type { RightProgram } from '../../agents/coach/right-program.ts';
import type { SolveEvent } from '../../agents/events.ts';
import type { Problem } from '../../judge/problem.ts';
import type { Language } from '../../sandbox/program.ts';
import { listRuns, readEvents } from '../../store/runs.ts';
import { listSubmissions } from '../../store/submissions.ts';

/**
 * Programs that are known to solve a problem, the surest first: the problem's own, the person's accepted one, and one that
 * the model found.
 */
export async function rightPrograms(
  problem: Problem,
  languages: readonly Language[],
): Promise<RightProgram[]> {
  const labelOf = (language: string) => languages.find(({ id }) => id === language)?.label;
  const own = problem.references
    .filter(({ verdict, language }) => verdict === 'AC' && labelOf(language))
    // Python's worker goes on from test to test; the others start a new one for each.
    .sort((a, b) => Number(b.language === 'python') - Number(a.language === 'python'))
    .map((submission) => ({
      submission,
      who: `the problem’s own solution in ${labelOf(submission.language)}`,
    }));
  const accepted = (await listSubmissions(problem.id)).find(
    ({ verdict, revision }) => verdict === 'AC' && revision === problem.revision,
  );
  const found = chosenProgram(await eventsOfSolved(problem.id));
  return [
    ...own,
    ...(accepted ? [{ submission: accepted, who: 'your accepted submission' }] : []),
    ...(found ? [{ submission: found, who: 'a program that the model found' }] : []),
  ];
}

/** The events of the newest run that solved a problem, by all that is known; none if there is none. */
export async function eventsOfSolved(problem: string): Promise<SolveEvent[]> {
  const run = (await listRuns()).find(
    (one) => one.problem === problem && one.how === 'solved' && (one.grade === 'AC' || one.grade === 'SK'),
  );
  return run ? readEvents(run.run) : [];
}
