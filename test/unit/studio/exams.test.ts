import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EXAM_SIZE, EXAMS, type Exam, type ExamRow, examProblems } from '../../../src/studio/exams.ts';
import { exportRows } from '../../../src/studio/export.ts';
import { HAND_PROBLEMS } from '../../../src/studio/hand/index.ts';

const file = (exam: Exam): ExamRow[] =>
  readFileSync(`training/exams/${exam}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ExamRow);

test.each(Object.keys(EXAMS) as Exam[])(
  'exam %s is what its file says, fixed before training',
  async (exam) => {
    const rows: ExamRow[] = [];
    for await (const { row, problem } of examProblems(exam)) {
      rows.push(row);
      expect(problem.tests.filter(({ origin }) => origin === 'secret').length).toBeGreaterThanOrEqual(30);
      expect(new Set(problem.tests.map(({ input }) => input)).size).toBe(problem.tests.length);
    }
    expect(rows).toEqual(file(exam));
    expect(rows).toHaveLength(exam === 'C' ? 40 : EXAM_SIZE);
  },
);

test('nothing of an exam is in a training file', () => {
  const keys = new Set((Object.keys(EXAMS) as Exam[]).flatMap((exam) => file(exam).map(({ key }) => key)));
  const statements = (Object.keys(EXAMS) as Exam[]).flatMap((exam) =>
    file(exam).map(({ statement }) => statement),
  );
  const rows = [...exportRows(1, { base: 1000, role: 300 })];
  const text = JSON.stringify(rows);
  for (const { file: role, row } of rows) if (role !== 'base') expect(keys.has(row.problem)).toBe(false);
  for (const statement of statements) expect(text).not.toContain(JSON.stringify(statement).slice(1, -1));
});

test('the 40 hand-written problems have answers that differ', async () => {
  expect(HAND_PROBLEMS).toHaveLength(40);
  for await (const { problem } of examProblems('C'))
    expect(new Set(problem.tests.map(({ answers }) => answers[0])).size, problem.title).toBeGreaterThan(1);
});
