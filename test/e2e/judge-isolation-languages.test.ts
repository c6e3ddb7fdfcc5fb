import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Automation } from '../../src/automation.ts';
import type { Grade } from '../../src/judge/grade.ts';
import { LANGUAGES } from '../../src/sandbox/languages.ts';
import { adding } from '../../tools/bench/judge/problems.ts';
import { PROGRAMS } from '../../tools/bench/judge/programs.ts';
import { type OpenSite, openSite } from '../../tools/site.ts';

/** The headers and the address that the page has nowhere else in these tests stand in judge-isolation.test.ts. */
describe.each([
  ['at the root of a host, without the headers of cross-origin isolation', { path: '/', isolated: false }],
  ['in a folder of a host, with them', { path: '/in/a/folder/', isolated: true }],
])('%s', (_where, options) => {
  let open: OpenSite;
  beforeAll(async () => {
    open = await openSite({ ...options, languages: ['cpp'] });
  });
  afterAll(() => open.close());

  test('the page is isolated exactly where the headers say so', async () => {
    expect(await open.page.evaluate(() => crossOriginIsolated)).toBe(options.isolated);
  });

  test.each(LANGUAGES.map(({ id }) => id))(
    '%s is judged, and nothing is asked of another host',
    async (id) => {
      const { trivial } = PROGRAMS.find(({ language }) => language === id)!;
      const grade: Grade = await open.page.evaluate(
        ([problem, submission]) => (window.quartet as Automation).judge(problem, submission),
        [await adding(3), { language: id, source: trivial }] as const,
      );
      expect(grade.tests.map(({ verdict, detail, stderr }) => `${verdict} ${detail}${stderr}`)).toEqual(
        Array(3).fill('AC '),
      );
      expect([open.outside, open.errors]).toEqual([[], []]);
    },
  );
});
