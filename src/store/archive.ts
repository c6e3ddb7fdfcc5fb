import { set, values } from 'idb-keyval';
import type { Solved } from '../agents/archive/archive.ts';
import { kept, shelf } from './database.ts';

/** Keeps what a run solved; it goes with the run. */
export function keepSolved(run: string, solved: Solved): Promise<void> {
  return kept('keep what this run solved', () => set(run, solved, shelf('archive')));
}

/** Everything that the user's runs solved, in no order. */
export function listSolved(): Promise<Solved[]> {
  return kept('read what was solved', () => values<Solved>(shelf('archive')));
}
