import { expect, test } from 'vitest';
import type { SolveEvent } from '../../../../src/agents/events.ts';
import { readProposal, writeProposal } from '../../../../src/studio/agents/acts/proposal-form.ts';
import { score } from '../../../../src/studio/agents/acts/seed-acts.ts';
import { review } from '../../../../src/studio/agents/acts/talk-acts.ts';
import { memoryText, noveltyOf, remember } from '../../../../src/studio/agents/memory.ts';
import { Contamination } from '../../../../src/studio/seeds/contamination.ts';
import { snippetsFromFiles } from '../../../../src/studio/seeds/from-files.ts';
import { snippetsFromRuns } from '../../../../src/studio/seeds/from-runs.ts';
import { CRITERIA, type Scores, tooLow } from '../../../../src/studio/seeds/rubric.ts';
import { sift } from '../../../../src/studio/seeds/sift.ts';

const PROGRAM = 'n = int(input())\na = list(map(int, input().split()))\na.sort()\nprint(a[n // 2])\n';

test('a folder gives its files in the agents’ languages, long ones in parts', () => {
  const part = (name: string) => `def ${name}():\n${'    pass\n'.repeat(30)}`;
  const files = [
    { path: 'a.py', text: PROGRAM },
    { path: 'README.md', text: PROGRAM },
    { path: 'empty.lua', text: '\n' },
    { path: 'long.py', text: ['f', 'g', 'h', 'i'].map(part).join('\n') },
  ];
  expect([...snippetsFromFiles(files)].map(({ name, language }) => [name, language])).toEqual([
    ['a.py', 'python'],
    ['long.py, part 1', 'python'],
    ['long.py, part 2', 'python'],
  ]);
});

test('a history gives the programs that passed every test', () => {
  const event = (body: object) => ({ run: 'r', seq: 0, v: 1, measured: { at: 0 }, ...body }) as SolveEvent;
  const judged = (id: number, source: string) =>
    event({ type: 'judged', tests: [], candidate: { id, language: 'python', source } });
  const events = [
    event({ type: 'started', title: 'Median' }),
    ...[judged(0, 'wrong'), judged(1, PROGRAM)],
    event({ type: 'graded', candidate: 1, verdict: 'AC', tests: [] }),
  ];
  expect([...snippetsFromRuns(events)]).toMatchObject([{ name: 'Median', source: PROGRAM }]);
  const failed = events.map((one) => (one.type === 'graded' ? { ...one, verdict: 'WA' as const } : one));
  expect([...snippetsFromRuns(failed)]).toEqual([]);
});

test('near copies and what stands in an exam are left out', () => {
  const snippets = [
    { id: '1', language: 'python', source: PROGRAM, name: 'first' },
    { id: '2', language: 'python', source: `${PROGRAM}\n# the end\n`, name: 'second' },
    {
      id: '3',
      language: 'python',
      source: 'import sys\nfor line in sys.stdin:\n    print(line[::-1])\n',
      name: 'third',
    },
  ];
  const exams = new Contamination([{ name: 'A #1', text: snippets[2]!.source }]);
  expect([...sift(snippets, exams)].map((one) => ('cause' in one ? one.cause : 'kept'))).toEqual([
    ...['kept', 'near copy', 'in an exam'],
  ]);
});

const scores = (value: number, change: Partial<Scores> = {}): Scores => ({
  ...(Object.fromEntries(CRITERIA.map((name) => [name, value])) as Scores),
  ...change,
});

test('the rubric drops a low mean, and a 1 in what cannot be done without', () => {
  expect(tooLow(scores(4))).toBeNull();
  expect(tooLow(scores(4, { comments: 1 }))).toBeNull();
  expect(tooLow(scores(4, { correctness: 1 }))).toBe('scored 1 for correctness');
  expect(tooLow(scores(2))).toBe('scored 2.0 of 5 in the mean');
});

test('scores are read from lines of any form, and a missing one is said', () => {
  const input = {
    proposal: { title: '', instruction: '', samples: [], inputs: [] },
    language: 'lua',
    source: '',
  };
  const text = CRITERIA.map(
    (name, i) => `- **${name[0]!.toUpperCase()}${name.slice(1)}**: ${1 + (i % 5)}/5, fine`,
  );
  expect(score.read(text.join('\n'), input)).toMatchObject({
    ok: true,
    value: { consistency: 1, learning: 3 },
  });
  expect(score.read(text.slice(1).join('\n'), input)).toEqual({
    ...{ ok: false, failure: 'The scores say nothing of consistency.' },
  });
});

test('a proposal is read as it was written, and in the forms that models write', () => {
  const proposal = {
    ...{ title: 'Sum', instruction: 'Read n.\nThen read n numbers: print their sum.' },
    ...{ samples: [{ input: '2\n3 4\n', output: '7\n' }], inputs: ['1\n5\n'] },
  };
  expect(readProposal(writeProposal(proposal))).toEqual({ ok: true, value: proposal });
  const spoken = `Sure!\n\n**Title:** Sum\n\n**Problem:** Read n.\nThen read n numbers: print their sum.\n\n**Sample input 1:**\n\`\`\`\n2\n3 4\n\`\`\`\n**Sample output 1:**\n\`\`\`\n7\n\`\`\`\n**Test input 1:**\n\`\`\`\n1\n5\n\`\`\``;
  expect(readProposal(spoken)).toEqual({ ok: true, value: proposal });
  expect(readProposal('Title: Sum\nProblem: Add.')).toMatchObject({ ok: false });
});

test('a review gives each proposal its score and remarks, and one vote', () => {
  const one = { title: '', instruction: '', samples: [], inputs: [] };
  const text = 'A: 4 | clear | too easy\n**B**: 2 | new | sample 1 is wrong\n\n**Best:** Proposal A';
  expect(review.read(text, { proposals: [one, one] })).toEqual({
    ok: true,
    value: {
      best: 0,
      remarks: [
        { score: 4, merit: 'clear', fault: 'too easy' },
        { score: 2, merit: 'new', fault: 'sample 1 is wrong' },
      ],
    },
  });
  expect(review.read('A: 4\nBest: C', { proposals: [one, one] })).toMatchObject({ ok: false });
});

test('a memory holds each point once, the newest first, and what it knows is not new', () => {
  const memory = { language: 'lua', written: [], merits: [], faults: ['use // for whole numbers'] };
  const written = { title: 'Sum', instruction: 'Read n numbers and print their sum.' };
  const later = remember(memory, {
    ...{ language: 'lua', written: [written], merits: [] },
    faults: ['tables begin at 1', 'use // for whole numbers'],
  });
  expect(later.faults).toEqual(['tables begin at 1', 'use // for whole numbers']);
  expect(memoryText(later)).toContain('- tables begin at 1');
  expect(noveltyOf(written.instruction, later)).toBeCloseTo(0);
  expect(noveltyOf('Colour the cells of a board in turn.', later)).toBeGreaterThan(0.7);
});
