import type { Archive } from '../../agents/archive/archive.ts';
import { listSolved } from '../../store/archive.ts';
import { readBundledSolved } from '../problems/bundled.ts';

/** What the user's runs have solved, and the bundled problems, as an archive that is looked through by their words. */
export async function openArchive(): Promise<Archive> {
  const [{ createArchive }, own, bundled] = await Promise.all([
    import('../../agents/archive/create-archive.ts'),
    listSolved(),
    readBundledSolved(),
  ]);
  const known = new Set(own.map(({ problem }) => problem));
  return createArchive([...own, ...bundled.filter(({ problem }) => !known.has(problem))]);
}
