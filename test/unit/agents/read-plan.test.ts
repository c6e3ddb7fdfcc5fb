import { describe, expect, test } from 'vitest';
import { readConfidence } from '../../../src/agents/reading/confidence.ts';
import { readAnyPlan } from '../../../src/agents/reading/plan.ts';

const steps = ['Read n and the list.', 'Keep the even values.', 'Print the sum.'];

describe('a plan is found in', () => {
  test.each([
    [
      'numbered lines after chatter',
      'Sure, here is a plan:\n\n1. Read n and the list.\n2. Keep the even values.\n3. Print the sum.\n\nLet me know!',
    ],
    ['numbers with brackets', '1) Read n and the list.\n2) Keep the even values.\n3) Print the sum.'],
    ['numbers in brackets', '(1) Read n and the list.\n(2) Keep the even values.\n(3) Print the sum.'],
    ['bullets', '• Read n and the list.\n• Keep the even values.\n• Print the sum.'],
    ['steps by name', 'Step 1: Read n and the list.\nStep 2: Keep the even values.\nStep 3: Print the sum.'],
    [
      'bold steps',
      '**Step 1:** Read n and the list.\n**Step 2:** Keep the even values.\n**Step 3:** Print the sum.',
    ],
    [
      'headings',
      '### Step 1: Read n and the list.\n### Step 2: Keep the even values.\n### Step 3: Print the sum.',
    ],
    ['bold numbers', '**1.** Read n and the list.\n**2.** Keep the **even** values.\n**3.** Print the sum.'],
    ['circled numbers', '① Read n and the list.\n② Keep the even values.\n③ Print the sum.'],
    [
      'a tag',
      '<plan>\n1. Read n and the list.\n2. Keep the even values.\n3. Print the sum.\n</plan>\nGood luck.',
    ],
    [
      'a tag that is never closed',
      '<root><planning>\n1. Read n and the list.\n2. Keep the even values.\n3. Print the sum.',
    ],
    [
      'elements',
      '<plan><step>Read n and the list.</step><step>Keep the even values.</step><step>Print the sum.</step></plan>',
    ],
    [
      'elements that are never closed',
      '<step>Read n and the list.\n<step>Keep the even values.\n<step>Print the sum.',
    ],
    ['JSON', '{"plan": ["Read n and the list.", "Keep the even values.", "Print the sum."]}'],
    [
      'a list of JSON with numbers',
      '```json\n["1. Read n and the list.", "2. Keep the even values.", "3. Print the sum."]\n```',
    ],
    [
      'JSON of objects',
      '{"steps": [{"step": "Read n and the list."}, {"step": "Keep the even values."}, {"step": "Print the sum."}]}',
    ],
    ['sentences', 'First, read n and the list. Then keep the even values. Finally, print the sum.'],
    [
      'lines that are wrapped',
      '1. Read n\n   and the list.\n2. Keep the\n   even values.\n3. Print the sum.',
    ],
    [
      'blank lines between steps',
      '1. Read n and the list.\n\n2. Keep the even values.\n\n3. Print the sum.\n\nThis takes linear time.',
    ],
    ['a fence', '```\n1. Read n and the list.\n2. Keep the even values.\n3. Print the sum.\n```'],
    [
      'a heading, before its explanation',
      '## Plan\n1. Read n and the list.\n2. Keep the even values.\n3. Print the sum.\n\n## Explanation\n1. It is so.',
    ],
    [
      'a plan after its explanation',
      'Explanation: 1. many words\nPlan:\n1. Read n and the list.\n2. Keep the even values.\n3. Print the sum.',
    ],
    [
      'text after thinking',
      '<think>1. Hm.</think>1. Read n and the list.\n2. Keep the even values.\n3. Print the sum.',
    ],
  ])('%s', (_, answer) => expect(readAnyPlan(answer)).toMatchObject({ ok: true, value: { steps } }));

  test('points below a step, which belong to it', () =>
    expect(readAnyPlan('1. Read:\n   - n\n   - the list\n2. Print.')).toEqual({
      ok: true,
      value: { steps: ['Read: n the list', 'Print.'] },
    }));

  test('entities, which are decoded', () =>
    expect(readAnyPlan('1. Keep x &lt; 5 &amp; x &gt; 2.')).toEqual({
      ok: true,
      value: { steps: ['Keep x < 5 & x > 2.'] },
    }));
});

test.each([
  ['1. A.\nConfidence: 85', 85],
  ['1. A.\n**Confidence:** 85%', 85],
  ['1. A.\nConfidence score: 8/10', 80],
  ['1. A.\n<confidence>90</confidence>', 90],
  ['1. A.\n<confidence>\n90', 90],
  ['1. A.\n\nI am about 70% confident.', 70],
  ['1. A.\nMy confidence in this plan is high.', 85],
  ['1. A.\n- Confidence: very high', 95],
  ['{"plan": ["A."], "confidence": 0.75}', 75],
  ['{"plan": ["A."], "confidence": "medium"}', 60],
  ['Confidence: ninety-five\n1. A.', 95],
  ['1. A.\nConfidence: high (about 80%)', 80],
])('the confidence of %j is %d, and no step', (answer, confidence) =>
  expect(readAnyPlan(answer)).toEqual({ ok: true, value: { steps: ['A.'], confidence } }),
);

test.each([
  ['85', 85],
  ['140', 100],
  ['-5', 0],
  ['1.0', 100],
  ['1', 1],
  ['0,9', 90],
  ['9 out of 10', 90],
  ['not very confident', 30],
  ['fairly moderate', 60],
  ['seventy', 70],
  ['one hundred', 100],
  ['N/A', null],
])('a confidence of %j is read as %j', (text, value) => expect(readConfidence(text)).toBe(value));

test.each([
  ['nothing', ''],
  ['a refusal', 'I cannot help with that.'],
  ['one sentence', 'I would sum them.'],
  ['a program', '```python\nprint(1)\n```'],
])('%s is no plan, and said to be none', (_, answer) =>
  expect(readAnyPlan(answer)).toEqual({ ok: false, failure: 'The plan has no steps.' }),
);
