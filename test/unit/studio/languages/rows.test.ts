import { expect, test } from 'vitest';
import type { LanguageEvent, Sample } from '../../../../src/studio/agents/events.ts';
import { rowsOf } from '../../../../src/studio/agents/rows.ts';

const plan = { steps: ['Read n.', 'Print it twice.'] };
const failed = { input: '2\n', expected: '4\n', actual: '2\n' };
const sample = {
  ...{ part: 'agents', language: 'lua', title: 'Twice', instruction: 'Print n twice.', tests: [] },
  ...{ plan, source: 'print(2 * io.read("n"))' },
  rejected: [
    { source: 'print(io.read("n"))', plan, cause: 'wrong', run: failed },
    { source: 'print(1)', plan: { steps: ['Print 1.'] }, cause: 'wrong', run: failed },
  ],
  provenance: {},
} as unknown as Sample;

/** A row's prompt and answer as one text. */
const rowsIn = (round: number, file: string): string[] => {
  const kept = { type: 'kept', sample, run: 'r', round, discussion: 0 } as Extract<
    LanguageEvent,
    { type: 'kept' }
  >;
  return [...rowsOf(kept, { engine: 'e', seed: 1 })]
    .filter((row) => row.file === file)
    .map(({ row }) => JSON.stringify(row));
};

test('the coder’s rows show its plan, and one round in five the statement alone', () => {
  const planned = [0, 1, 2, 3, 4, 5, 9].filter((round) =>
    rowsIn(round, 'coder')[0]!.includes('Print it twice.'),
  );
  expect(planned).toEqual([0, 1, 2, 3, 5]);
  expect(rowsIn(4, 'coder')[0]).toContain('Print n twice.');
});

test('a failed program is a pair where it was written for what the prompt shows', () => {
  expect(rowsIn(0, 'preferences')).toHaveLength(1);
  expect(rowsIn(4, 'preferences')).toHaveLength(2);
});

test('the debugger’s rows have the plan that the failed program followed, in every round', () => {
  for (const round of [0, 4]) {
    const mends = rowsIn(round, 'debugger');
    expect(mends).toHaveLength(2);
    expect(mends[1]).toContain('Print 1.');
  }
});
