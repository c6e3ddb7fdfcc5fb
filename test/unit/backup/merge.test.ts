import { describe, expect, test } from 'vitest';
import { mergeDesk, type WholeDesk } from '../../../src/backup/merge-desk.ts';
import { namesFor, standingOf } from '../../../src/backup/merge-log.ts';
import { mergeSettings } from '../../../src/backup/merge-settings.ts';
import { EMPTY_DESK } from '../../../src/store/desks.ts';
import type { Desk, DraftProgram } from '../../../src/store/records.ts';
import { DEFAULT_SETTINGS } from '../../../src/store/settings.ts';
import { aRun } from '../../sample-run.ts';

const draft = (draft: number, source: string, language = 'python'): DraftProgram => ({
  draft,
  language,
  source,
});
const deskOf = (desk: Partial<Desk>, ...programs: DraftProgram[]): WholeDesk => ({
  desk: { ...EMPTY_DESK, ...desk },
  programs,
});
const own = (id: string, input: string, answer: string) => ({
  id,
  input,
  answers: [answer],
  origin: 'user' as const,
});

/** The desk after what a merge changes. */
const changed = (here: WholeDesk, { change, programs }: ReturnType<typeof mergeDesk>): WholeDesk => ({
  desk: { ...here.desk, ...change },
  programs: [...here.programs, ...programs],
});

describe('a desk', () => {
  const theirs = deskOf(
    {
      drafts: [1, 2],
      draft: 2,
      custom: { input: '5', expected: '' },
      tests: [own('user/1', '7\n', '14\n'), own('user/2', '8\n', '16\n')],
    },
    draft(1, 'a'),
    draft(1, 'int a;', 'cpp'),
    draft(2, 'b'),
  );

  test('comes back as it was where nothing is', () => {
    const here = deskOf({});
    const merged = mergeDesk(here, EMPTY_DESK, theirs);
    expect(changed(here, merged)).toEqual(theirs);
    expect(merged).toMatchObject({ added: 4, beside: 0, left: [] });
  });

  test('merged a second time changes nothing', () => {
    for (const here of [deskOf({}), deskOf({ tests: [own('user/1', '1', '2')] }, draft(1, 'mine'))]) {
      const once = changed(here, mergeDesk(here, EMPTY_DESK, theirs));
      expect(mergeDesk(once, EMPTY_DESK, theirs)).toMatchObject({ change: {}, programs: [], added: 0 });
    }
  });

  test('of a draft that differs makes one of its own, and what the person wrote stays', () => {
    const here = deskOf({ drafts: [1, 4] }, draft(1, 'mine'), draft(4, 'mine too'));
    const merged = mergeDesk(here, EMPTY_DESK, theirs);
    expect(merged.change).toMatchObject({ drafts: [1, 2, 4, 5] });
    expect(merged.programs).toEqual([draft(5, 'a'), draft(5, 'int a;', 'cpp'), draft(2, 'b')]);
    expect(merged.change.draft).toBeUndefined();
    expect(merged.beside).toBeGreaterThan(0);
  });

  test('adds another language to the draft that it was in, and takes a blank program for none', () => {
    const here = deskOf({}, draft(1, 'a'), draft(1, ' \n', 'cpp'));
    const merged = mergeDesk(here, EMPTY_DESK, deskOf({}, draft(1, 'a'), draft(1, 'int a;', 'cpp')));
    expect(merged.change).toEqual({});
    expect(merged.programs).toEqual([draft(1, 'a'), draft(1, 'int a;', 'cpp')]);
  });

  test('finds a test whatever its number, and gives a new one the next', () => {
    const here = deskOf({ tests: [own('user/1', '8\n', '16\n')] });
    const merged = mergeDesk(here, EMPTY_DESK, theirs);
    expect(merged.change.tests).toEqual([own('user/1', '8\n', '16\n'), own('user/2', '7\n', '14\n')]);
  });

  test('leaves what there is but one of as the person has it, and says so', () => {
    const written = { language: 'python', source: 'mine' };
    const here = deskOf({
      custom: { input: '9', expected: '' },
      stress: { brute: written, generator: { language: '', source: '' } },
    });
    const other = { language: 'python', source: 'other' };
    const merged = mergeDesk(here, EMPTY_DESK, {
      ...theirs,
      desk: { ...theirs.desk, stress: { brute: other, generator: other } },
    });
    expect(merged.left).toEqual(['the custom input', 'the brute force']);
    expect(merged.change.custom).toBeUndefined();
    expect(merged.change.stress).toEqual({ brute: written, generator: other });
  });
});

describe('settings', () => {
  const endpoint = {
    ...{ name: 'desk', url: 'http://127.0.0.1:1', model: 'm', key: 'secret' },
    ...{ contextLength: 4096, inFlight: 2 },
  };
  const merge = (here: object, theirs: object, packs: string[] = []) =>
    mergeSettings({ ...DEFAULT_SETTINGS, ...here }, DEFAULT_SETTINGS, theirs, new Set(packs));

  test('that stand as on the first visit are taken, those that were changed stay', () => {
    const merged = merge(
      { theme: 'dark', templates: { lua: '-- mine' } },
      { theme: 'light', vim: true, templates: { lua: '-- other', python: 'import sys' } },
    );
    expect(merged.change).toEqual({ vim: true, templates: { lua: '-- mine', python: 'import sys' } });
    expect(merged.added).toEqual(['vim keys', 'template, python']);
    expect(merged.left).toEqual(['colours', 'template, lua']);
  });

  test('of Solve are taken one by one', () => {
    const solve = { ...DEFAULT_SETTINGS.solve, plans: 5 };
    const merged = merge({ solve }, { solve: { ...DEFAULT_SETTINGS.solve, plans: 4, rounds: 1 } });
    expect(merged.change).toEqual({ solve: { ...solve, rounds: 1 } });
    expect(merged.left).toEqual(['options of Solve, plans']);
    // One that nobody set there says nothing against what was set here.
    expect(merge({ solve }, { solve: DEFAULT_SETTINGS.solve }).left).toEqual([]);
  });

  test('that are the same change nothing', () => {
    const { problem, timer, hosts, model, ...same } = DEFAULT_SETTINGS;
    expect(merge({}, same)).toEqual({ change: {}, added: [], beside: [], left: [] });
  });

  test('an endpoint that came without its key is the one that is here, with its key', () => {
    const bare = { ...endpoint, key: '' };
    expect(merge({ endpoints: [endpoint] }, { endpoints: [bare] }).change).toEqual({});
    expect(merge({ endpoints: [bare] }, { endpoints: [endpoint] }).change).toEqual({ endpoints: [endpoint] });
  });

  test('another endpoint of the same name stands beside it under a number', () => {
    const other = { ...endpoint, url: 'http://127.0.0.1:2' };
    const merged = merge({ endpoints: [endpoint] }, { endpoints: [other] });
    expect(merged.change.endpoints).toEqual([endpoint, { ...other, name: 'desk (2)' }]);
    const { endpoints } = merged.change;
    expect(merge({ endpoints }, { endpoints: [other] }).change).toEqual({});
  });

  test('a pack is chosen where it is kept and its role has none of the person’s choosing', () => {
    const theirs = { packs: { base: { coder: 'a', planner: 'b', debugger: null } } };
    expect(merge({}, theirs, ['a']).change).toEqual({ packs: { base: { coder: 'a', debugger: null } } });
    const mine = { packs: { base: { coder: 'c' } } };
    expect(merge(mine, theirs, ['a'])).toMatchObject({ left: ['pack of the coder'] });
  });
});

test('a run is the same, goes further, or is another one, by its events', () => {
  const events = aRun('run-1');
  const other = events.map((event, i) => (i === 3 ? { ...event, measured: { at: 0 } } : event));
  const reordered = events.map((event) => Object.fromEntries(Object.entries(event).reverse()));
  expect({
    nothing: standingOf([], events),
    same: standingOf(events, reordered),
    less: standingOf(events, events.slice(0, 5)),
    more: standingOf(events.slice(0, 5), events),
    other: standingOf(events, other),
  }).toEqual({ nothing: 'free', same: 'there', less: 'there', more: 'further', other: 'other' });
});

test('beside a name that is taken comes the same with a number', () => {
  const names = namesFor('run');
  expect([names.next().value, names.next().value, names.next().value]).toEqual(['run', 'run~2', 'run~3']);
});
