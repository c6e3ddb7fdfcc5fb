import type { RunSummary } from '../../store/summary.ts';

/** The runs that have every word of the query in their problem, model, language, ending or grade, in any order and case. */
export function runsMatching(runs: readonly RunSummary[], query: string): RunSummary[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter(({ title, model, language, how, grade, imported }) => {
    const text = [title, model, language, how ?? 'interrupted', grade ?? '', imported ? 'imported' : '']
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
