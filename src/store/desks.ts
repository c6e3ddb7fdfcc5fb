import { get, getMany } from 'idb-keyval';
import type { Submission } from '../judge/judge.ts';
import { kept, putAll, shelf } from './database.ts';
import type { Desk } from './records.ts';

export type { Desk, LastJudging } from './records.ts';

const UNWRITTEN: Submission = { language: '', source: '' };

export const EMPTY_DESK: Desk = {
  drafts: [1],
  draft: 1,
  custom: { input: '', expected: '' },
  tests: [],
  stress: { brute: UNWRITTEN, generator: UNWRITTEN },
  last: null,
};

/** Each part has a key of its own, so that two tabs overwrite only what both change, and no write waits for a read. */
const PARTS = Object.keys(EMPTY_DESK) as (keyof Desk)[];

export function readDesk(problem: string): Promise<Desk> {
  return kept('read your tests and drafts', async () => {
    const [parts, whole] = await Promise.all([
      getMany(
        PARTS.map((part) => [problem, part]),
        shelf('desks'),
      ),
      // As they were kept before, all parts under one key.
      get<Partial<Desk>>(problem, shelf('desks')),
    ]);
    const written = PARTS.map((part, i) => [part, parts[i]]).filter(([, value]) => value !== undefined);
    return { ...EMPTY_DESK, ...whole, ...Object.fromEntries(written) };
  });
}

/** Writes what changed. */
export function saveDesk(problem: string, change: Partial<Desk>): Promise<void> {
  return kept('keep your tests and drafts', () =>
    putAll(
      'desks',
      Object.entries(change).map(([part, value]) => [[problem, part], value]),
    ),
  );
}
