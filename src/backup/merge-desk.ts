import { canonicalJson } from '../judge/canonical.ts';
import type { Test } from '../judge/problem.ts';
import type { Desk, DraftProgram } from '../store/records.ts';

/** What the person has for one problem. */
export interface WholeDesk {
  desk: Desk;
  /** In any order; a draft in a language has one at most. */
  programs: readonly DraftProgram[];
}

export interface MergedDesk {
  change: Partial<Desk>;
  programs: DraftProgram[];
  /** How many drafts and tests were added, and how many of them beside another that stays. */
  added: number;
  beside: number;
  /** What stays as it is here though the backup has another, in words. */
  left: string[];
}

const same = (p: unknown, q: unknown) => canonicalJson(p) === canonicalJson(q);

/**
 * What a backup's desk changes here. A draft that differs becomes one of its own, an own test that is not here gets the
 * next number; of what there is but one, what the person has stays. Merging twice changes nothing the second time.
 */
export function mergeDesk(here: WholeDesk, empty: Desk, theirs: WholeDesk): MergedDesk {
  const merged: MergedDesk = { change: {}, programs: [], added: 0, beside: 0, left: [] };
  mergeDrafts(here, theirs, merged);
  mergeTests(here.desk.tests, theirs.desk.tests, merged);
  const takeSingle = (key: 'custom' | 'last', words: string) => {
    const [mine, other] = [here.desk[key], theirs.desk[key]];
    if (same(mine, other) || same(other, empty[key])) return;
    if (same(mine, empty[key])) Object.assign(merged.change, { [key]: other });
    else merged.left.push(words);
  };
  takeSingle('custom', 'the custom input');
  takeSingle('last', 'what the last run showed');
  const stress = { ...here.desk.stress };
  for (const [part, words] of [
    ['brute', 'the brute force'],
    ['generator', 'the generator'],
  ] as const) {
    const [mine, other] = [stress[part], theirs.desk.stress[part]];
    if (same(mine, other) || other.source.trim() === '') continue;
    if (mine.source.trim() === '') merged.change.stress = Object.assign(stress, { [part]: other });
    else merged.left.push(words);
  }
  return merged;
}

/** The programs of each draft, by language; one that is blank is none. */
function byDraft(programs: readonly DraftProgram[]): Map<number, Map<string, string>> {
  const drafts = new Map<number, Map<string, string>>();
  for (const { draft, language, source } of programs) {
    if (source.trim() === '') continue;
    drafts.set(draft, (drafts.get(draft) ?? new Map()).set(language, source));
  }
  return drafts;
}

function mergeDrafts(here: WholeDesk, theirs: WholeDesk, merged: MergedDesk): void {
  const mine = byDraft(here.programs);
  const drafts = new Set(here.desk.drafts);
  const placed = new Map<number, number>();
  let last = Math.max(...here.desk.drafts, ...here.programs.map(({ draft }) => draft));
  for (const [draft, programs] of [...byDraft(theirs.programs)].sort(([p], [q]) => p - q)) {
    const all = [...programs];
    const holds = ([, known]: [number, Map<string, string>]) =>
      all.every(([language, source]) => known.get(language) === source);
    const known = [...mine].find(holds);
    if (known && drafts.has(known[0])) {
      placed.set(draft, known[0]);
      continue;
    }
    const there = mine.get(draft);
    const fits = all.every(([language, source]) => (there?.get(language) ?? source) === source);
    last = fits ? Math.max(last, draft) : last + 1;
    const place = fits ? draft : last;
    placed.set(draft, place);
    drafts.add(place);
    mine.set(place, new Map([...(mine.get(place) ?? []), ...all]));
    for (const [language, source] of all) merged.programs.push({ draft: place, language, source });
    merged.added += 1;
    if (!fits) merged.beside += 1;
  }
  if (drafts.size > here.desk.drafts.length) merged.change.drafts = [...drafts].sort((p, q) => p - q);
  // Where nothing was written yet, what was open there is opened.
  const open = placed.get(theirs.desk.draft);
  if (here.programs.length === 0 && open !== undefined && open !== here.desk.draft)
    merged.change.draft = open;
}

function mergeTests(mine: readonly Test[], theirs: readonly Test[], merged: MergedDesk): void {
  const all = [...mine];
  for (const test of theirs) {
    const known = (one: Test) => one.input === test.input && same(one.answers, test.answers);
    if (all.some(known)) continue;
    const taken = (id: string) => all.some((one) => one.id === id);
    let id = test.id;
    for (let number = 1; taken(id); number++) id = `user/${number}`;
    all.push({ ...test, id, origin: 'user' });
    merged.added += 1;
    if (id !== test.id) merged.beside += 1;
  }
  if (all.length > mine.length) merged.change.tests = all;
}
