import { del, get, set, values } from 'idb-keyval';
import type { Problem } from '../judge/problem.ts';
import { kept, shelf } from './database.ts';

/** Keeps a problem that the user brought; the same id replaces what was kept. */
export function saveProblem(problem: Problem): Promise<void> {
  return kept(`keep the problem "${problem.title}"`, () => set(problem.id, problem, shelf('problems')));
}

export function readProblem(id: string): Promise<Problem | null> {
  return kept('read the problem', async () => (await get<Problem>(id, shelf('problems'))) ?? null);
}

/** The user's own problems by title. */
export function listProblems(): Promise<Problem[]> {
  return kept('list the problems', async () => {
    const problems = await values<Problem>(shelf('problems'));
    return problems.sort((a, b) => a.title.localeCompare(b.title));
  });
}

export function deleteProblem(id: string): Promise<void> {
  return kept('delete the problem', () => del(id, shelf('problems')));
}
