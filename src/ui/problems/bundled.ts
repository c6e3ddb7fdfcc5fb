import type { Solved } from '../../agents/archive/archive.ts';
import type { Problem } from '../../judge/problem.ts';
import { readSiteJson } from '../site-file.ts';

interface IndexEntry {
  file: string;
  title: string;
}

/** The problems that come with the site, `problems/index.json` naming the files that hold them. */
export async function readBundledProblems(): Promise<Problem[]> {
  const index = await readSiteJson<IndexEntry[]>('problems/index.json');
  const files = await Promise.all(
    index.map(({ file }) => readSiteJson<Problem[] | Problem>(`problems/${file}`)),
  );
  return files.flat();
}

let solved: Promise<Solved[]> | null = null;

/** How the bundled problems of the family are solved, for the archive; read once. */
export function readBundledSolved(): Promise<Solved[]> {
  solved ??= readSiteJson<Solved[]>('problems/solved.json').catch((error) => {
    solved = null;
    throw error;
  });
  return solved;
}
