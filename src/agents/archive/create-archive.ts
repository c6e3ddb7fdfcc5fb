import MiniSearch from 'minisearch';
import type { Archive, Found, Solved } from './archive.ts';
import { isNearCopy, statementSignature } from './near-copy.ts';

/** Less like than this is not similar. */
const LEAST_LIKENESS = 0.3;
/** Characters of the found problem's statement that the planner is told. */
const MOST_STATEMENT = 400;

const short = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST_STATEMENT ? `${line.slice(0, MOST_STATEMENT)}…` : line;
};

const toFound = (
  { problem, title, statement, technique, tutorial, steps }: Solved,
  likeness: number,
): Found => ({
  ...{ problem, title, likeness },
  retrieval: { similar: short(statement), technique, tutorial, ...(steps.length > 0 && { steps }) },
});

/** An archive of solved problems, found by the words of their statements (BM25), near copies left out by MinHash. */
export function createArchive(solved: readonly Solved[]): Archive {
  const index = new MiniSearch<{ id: number; statement: string }>({ fields: ['statement'] });
  index.addAll(solved.map(({ statement }, id) => ({ id, statement })));
  const own = solved.length;
  return {
    async find({ id, statement }, most) {
      // Its score against itself is what a statement with all of its words would get.
      index.add({ id: own, statement });
      const hits = index.search(statement);
      index.remove({ id: own, statement });
      const full = hits.find((hit) => hit.id === own)?.score ?? Number.POSITIVE_INFINITY;
      const signed = statementSignature(statement);
      const found: Found[] = [];
      for (const hit of hits) {
        const likeness = hit.score / full;
        if (found.length >= most || likeness < LEAST_LIKENESS) break;
        const one = solved[hit.id as number];
        if (!one || one.problem === id || isNearCopy(statementSignature(one.statement), signed)) continue;
        found.push(toFound(one, Math.round(100 * likeness) / 100));
      }
      return found;
    },
  };
}
