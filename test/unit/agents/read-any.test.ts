import { expect, test } from 'vitest';
import { readAnyMend } from '../../../src/agents/reading/mend.ts';
import { readAnyPlan } from '../../../src/agents/reading/plan.ts';
import { readAnyProgram } from '../../../src/agents/reading/program.ts';
import { readAnyRetrieval } from '../../../src/agents/reading/retrieval.ts';

const NASTY = `<think>hm</think>\ufeff{"plan": ["a", {"step": 1}], "code": "x\\u00", } <root><plan><step>1. A &#999999; &lt;
**Step 2**: [B](c) \`\`\`python print(1)
~~~ <code language=py> &amp;#x0; ]]> <![CDATA[ Confidence: -3/0 % ### Algorithm
Similar:: ** Technique: <|im_end|> Tutorial: \`\`\`\`\n>>> x = "\\n" + '`;

test('no answer, however broken and wherever it is cut, makes a reader throw', () => {
  for (let end = 0; end <= NASTY.length; end++)
    for (let start = 0; start < end; start += 17) {
      const text = NASTY.slice(start, end);
      for (const reading of [
        readAnyPlan(text),
        readAnyRetrieval(text),
        readAnyProgram(text, 'python'),
        readAnyMend(text, 'lua'),
      ])
        expect(reading.ok ? reading.value : reading.failure).toBeDefined();
    }
});

test('a long answer without a line break is read without delay', () => {
  const long = `${'1. a <code '.repeat(20_000)}`;
  expect(readAnyMend(long, 'python').ok).toBeTypeOf('boolean');
  expect(readAnyRetrieval('Technique: '.repeat(20_000)).ok).toBeTypeOf('boolean');
});
