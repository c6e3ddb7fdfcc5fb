import { describe, expect, test } from 'vitest';
import { readAnyMend } from '../../../src/agents/reading/mend.ts';
import { readAnyRetrieval } from '../../../src/agents/reading/retrieval.ts';

const one = {
  similar: 'Count the vowels of a word.',
  technique: 'counting',
  tutorial: 'Go through the letters and count.',
};

describe('a similar problem is found in', () => {
  test.each([
    [
      'labels',
      'Similar: Count the vowels of a word.\nTechnique: counting\nTutorial: Go through the letters and count.',
    ],
    [
      'bold labels',
      '**Similar:** Count the vowels of a word.\n**Technique:** counting\n**Tutorial:** Go through the letters and count.',
    ],
    [
      'labels whose colon is outside the bold',
      '- **Similar problem**: Count the vowels of a word.\n- **Algorithm**: counting\n- **Tutorial**: Go through the letters and count.',
    ],
    [
      'headings',
      '### Problem\nCount the vowels of a word.\n### Algorithm\ncounting\n### Tutorial\nGo through the letters\nand count.',
    ],
    [
      'elements',
      '<root><problem><description>Count the vowels of a word.</description><algorithm>counting</algorithm><tutorial>Go through the letters and count.</tutorial></problem></root>',
    ],
    [
      'elements that are never closed',
      '<problem>\n<description>Count the vowels of a word.\n<algorithm>counting\n<tutorial>Go through the letters and count.\n</root>',
    ],
    [
      'JSON',
      '{"similar": "Count the vowels of a word.", "technique": "counting", "tutorial": "Go through the letters and count."}',
    ],
    [
      'JSON in a list',
      '[{"description": "Count the vowels of a word.", "algorithm": "counting", "tutorial": "Go through the letters and count."}]',
    ],
    [
      'a technique said in a sentence',
      'Similar: Count the vowels of a word.\nTechnique: The technique used is counting.\nTutorial: Go through the letters and count.',
    ],
    [
      'labels in capitals after chatter',
      'Of course!\n\nSIMILAR: Count the vowels of a word.\nTECHNIQUE: counting\nTUTORIAL: Go through the letters and count.',
    ],
  ])('%s', (_, answer) => expect(readAnyRetrieval(answer)).toEqual({ ok: true, value: [one] }));

  test('several, numbered', () =>
    expect(
      readAnyRetrieval(
        'Problem 1: A.\nTechnique: sorting\nTutorial: Sort.\n\nProblem 2: B.\nTechnique: greedy &amp; sets\nTutorial: Take.',
      ),
    ).toEqual({
      ok: true,
      value: [
        { similar: 'A.', technique: 'sorting', tutorial: 'Sort.' },
        { similar: 'B.', technique: 'greedy & sets', tutorial: 'Take.' },
      ],
    }));

  test('several with code between, and one algorithm for all', () =>
    expect(
      readAnyRetrieval(
        '<root><problem><description>A.</description><code>Plan: x = 1</code></problem><problem><description>B.</description></problem><algorithm>Two pointers. They move.</algorithm></root>',
      ),
    ).toMatchObject({
      ok: true,
      value: [
        { similar: 'A.', technique: 'Two pointers' },
        { similar: 'B.', technique: 'Two pointers' },
      ],
    }));
});

test.each([
  ['nothing', ''],
  ['a chat', 'Interesting problem. Let me think about it.'],
  ['a problem without a technique', 'Similar: Count the vowels.'],
])('%s is no retrieval', (_, answer) =>
  expect(readAnyRetrieval(answer)).toEqual({ ok: false, failure: 'The answer names no technique.' }),
);

const source = 'print(sum(a))\n';
const plan = { steps: ['Read a.', 'Print the sum.'] };

describe('a mend is found in', () => {
  test.each([
    ['its own form', 'Plan:\n1. Read a.\n2. Print the sum.\n```python\nprint(sum(a))\n```'],
    [
      'headings',
      '### Modified Planning\n1. Read a.\n2. Print the sum.\n\n### Modified Code\n```python\nprint(sum(a))\n```\n### Note\n1. Done.',
    ],
    ['elements', '<plan>1. Read a.\n2. Print the sum.</plan><code>print(sum(a))</code>'],
    [
      'a program before its plan',
      '```python\nprint(sum(a))\n```\nModified plan:\n1. Read a.\n2. Print the sum.',
    ],
    ['JSON', '{"plan": ["Read a.", "Print the sum."], "code": "print(sum(a))"}'],
    ['a plan and code without marks', 'Plan:\n1. Read a.\n2. Print the sum.\n\nprint(sum(a))'],
    ['a fence that is never closed', '**Plan:**\n1. Read a.\n2. Print the sum.\n```\nprint(sum(a))'],
  ])('%s', (_, answer) =>
    expect(readAnyMend(answer, 'python')).toEqual({ ok: true, value: { plan, source } }),
  );

  test('a program alone, which keeps its plan', () =>
    expect(readAnyMend('The bug was a wrong sign.\n```python\nprint(sum(a))\n```', 'python')).toEqual({
      ok: true,
      value: { plan: { steps: [] }, source },
    }));
});

test('a mend without a program is none', () =>
  expect(readAnyMend('1. Read a.\n2. The program is right.', 'python')).toMatchObject({ ok: false }));
