import { describe, expect, test } from 'vitest';
import {
  readMend,
  readPlan,
  readProgram,
  readRetrieval,
  writeMend,
  writePlan,
  writeProgram,
  writeRetrieval,
} from '../../../src/agents/formats.ts';

const plan = { steps: ['Read n.', 'Print the sum.'] };
const source = 'n = int(input())\nprint(n)\n';

describe('what a role writes can be read again', () => {
  test('a plan', () => expect(readPlan(writePlan(plan))).toEqual({ ok: true, value: plan }));
  test('a program', () =>
    expect(readProgram(writeProgram('python', source))).toEqual({ ok: true, value: source }));
  test('a mend', () =>
    expect(readMend(writeMend('python', { plan, source }))).toEqual({ ok: true, value: { plan, source } }));
  test('a retrieval', () => {
    const retrieval = { similar: 'Count them.', technique: 'counting', tutorial: 'Count.' };
    expect(readRetrieval(writeRetrieval(retrieval))).toEqual({ ok: true, value: retrieval });
  });
});

test('an unclosed fence runs to the end', () => {
  expect(readProgram('Here:\n```python\nprint(1)')).toEqual({ ok: true, value: 'print(1)\n' });
});

test('chatter and bullets around a plan are passed over', () => {
  expect(readPlan('Sure!\n- Read n.\n2) Print it.\nDone')).toEqual({
    ok: true,
    value: { steps: ['Read n.', 'Print it.'] },
  });
});

test('a mend without a plan keeps its program', () => {
  expect(readMend('```\nprint(1)\n```')).toEqual({
    ok: true,
    value: { plan: { steps: [] }, source: 'print(1)\n' },
  });
});

test.each([
  ['a plan without steps', readPlan, 'I would sum them.', 'The plan has no steps.'],
  ['a program without a fence', readProgram, 'print(1)', 'The answer has no fenced program.'],
  ['an empty fence', readProgram, '```python\n```', 'The answer has no fenced program.'],
  ['a retrieval without technique', readRetrieval, 'Similar: x', 'The answer names no technique.'],
])('%s is a format failure, said plainly', (_, read, text, failure) => {
  expect(read(text)).toEqual({ ok: false, failure });
});
