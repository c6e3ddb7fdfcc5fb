import { del, get, keys, set, values } from 'idb-keyval';
import type { Problem } from '../judge/problem.ts';
import { deleteRange, kept, shelf } from './database.ts';

/** Problems of a benchmark that were brought; `Listing` is what is known of them without their tests. */
export interface KeptSet<Listing> {
  /** Names the set; its problems lie under `[place, problem]`. */
  place: string;
  /** Milliseconds since 1970. */
  addedAt: number;
  listing: Listing;
}

type Hashed = { set: string };

/** Keeps a set's list; its problems are there already. */
export function keepSet<Listing extends Hashed>(one: KeptSet<Listing>): Promise<void> {
  return kept('keep this benchmark', () => set(one.listing.set, one, shelf('benchmark-sets')));
}

/** All sets, newest first. */
export function listSets<Listing extends Hashed>(): Promise<KeptSet<Listing>[]> {
  return kept('list the benchmarks', async () => {
    const sets = await values<KeptSet<Listing>>(shelf('benchmark-sets'));
    return sets.sort((a, b) => b.addedAt - a.addedAt);
  });
}

/** Keeps a problem compressed: the tests of a benchmark are gigabytes. */
export function keepBenchmarkProblem(place: string, problem: Problem): Promise<void> {
  return kept('keep this benchmark', async () => {
    const packed = new Blob([JSON.stringify(problem)]).stream().pipeThrough(new CompressionStream('gzip'));
    await set([place, problem.id], await new Response(packed).blob(), shelf('benchmark-problems'));
  });
}

/** A problem of a set; null where it is not there any more. */
export function readBenchmarkProblem(place: string, id: string): Promise<Problem | null> {
  return kept('read this benchmark', async () => {
    const packed = await get<Blob>([place, id], shelf('benchmark-problems'));
    if (!packed) return null;
    return new Response(packed.stream().pipeThrough(new DecompressionStream('gzip'))).json();
  });
}

export function deleteSet({ place, listing }: KeptSet<Hashed>): Promise<void> {
  return kept('delete this benchmark', async () => {
    await del(listing.set, shelf('benchmark-sets'));
    await deleteRange('benchmark-problems', problemsOf(place));
  });
}

/** Deletes problems that belong to no set: what was being read when a tab was closed. */
export function deleteUnlisted(): Promise<void> {
  return kept('clear what a benchmark left', async () => {
    const known = new Set((await listSets()).map(({ place }) => place));
    const places = (await keys<[place: string, problem: string]>(shelf('benchmark-problems'))).map(
      ([place]) => place,
    );
    for (const place of new Set(places))
      if (!known.has(place)) await deleteRange('benchmark-problems', problemsOf(place));
  });
}

const problemsOf = (place: string) => IDBKeyRange.bound([place], [place, []]);
