import { describe, expect, test } from 'vitest';
import { readAnyProgram } from '../../../src/agents/reading/program.ts';

const SUM = 'n = int(input())\na = list(map(int, input().split()))\nprint(sum(a))\n';
const body = SUM.trimEnd();
const indented = body.replace(/^/gm, '    ');

describe('a program is found in', () => {
  test.each([
    [
      'a fence with chatter before and after',
      `Sure! Here is the code:\n\n\`\`\`python\n${body}\n\`\`\`\nThis reads n.`,
    ],
    ['a fence that is never closed', `\`\`\`python\n${body}`],
    ['a fence whose language is py', `\`\`\`py\n${body}\n\`\`\``],
    ['a fence whose language is Python3', `\`\`\`Python3\n${body}\n\`\`\``],
    ['a fence without a language', `\`\`\`\n${body}\n\`\`\``],
    ['a fence with the language on the next line', `\`\`\`\npython\n${body}\n\`\`\``],
    ['a fence of tildes', `~~~python\n${body}\n~~~`],
    ['a fence of four backticks', `\`\`\`\`python\n${body}\n\`\`\`\``],
    [
      'a fence whose first line of code is on its own line',
      `\`\`\`python n = int(input())\n${body.split('\n').slice(1).join('\n')}\n\`\`\``,
    ],
    [
      'an indented fence in a list',
      `1. The code:\n   \`\`\`python\n${body.replace(/^/gm, '   ')}\n   \`\`\``,
    ],
    [
      'the longest of two fences',
      `A helper:\n\`\`\`python\nprint(1)\n\`\`\`\nAll of it:\n\`\`\`python\n${body}\n\`\`\``,
    ],
    [
      'the fence of the wanted language',
      `\`\`\`cpp\nint main() { int n; std::cin >> n; return 0; } // longer than the other\n// much\n\`\`\`\n\`\`\`python\n${body}\n\`\`\``,
    ],
    [
      'the fence that is no output',
      `\`\`\`python\n${body}\n\`\`\`\nOutput:\n\`\`\`text\n${'6\n'.repeat(60)}\`\`\``,
    ],
    ['an element', `<code>\n${body}\n</code>`],
    ['an element that is never closed', `<root>\n<code>\n${body}\n</root>`],
    ['an element with a language', `<code language="python">\n${body}\n</code>`],
    ['an element around a fence', `<code>\n\`\`\`python\n${body}\n\`\`\`\n</code>`],
    ['CDATA', `<code><![CDATA[\n${body}\n]]></code>`],
    ['CDATA that is never closed', `<code><![CDATA[\n${body}`],
    ['JSON', JSON.stringify({ explanation: 'Add.', code: SUM })],
    ['JSON in a fence of its own kind', `\`\`\`json\n${JSON.stringify({ code: SUM })}\n\`\`\``],
    ['JSON with raw line breaks and a comma too many', `{"code": "${SUM}",}`],
    ['no marks at all', body],
    ['no marks, after a sentence', `Here is the Python program that solves it:\n\n${body}`],
    [
      'no marks, between sentences',
      `The solution is as follows.\n${body}\n\nThis program reads the numbers and prints their sum.`,
    ],
    ['no marks, after the language’s name', `Python:\n${body}`],
    ['an indented block', `Solution:\n\n${indented}`],
    ['a console session', body.replace(/^/gm, '>>> ')],
    ['one line with escaped line breaks', `\`\`\`python\n${body.replaceAll('\n', '\\n')}\n\`\`\``],
    ['Windows line ends', `\`\`\`python\r\n${body.replaceAll('\n', '\r\n')}\r\n\`\`\``],
    [
      'a text with turn markers',
      `<|im_start|>assistant\n\`\`\`python\n${body}\n\`\`\`<|im_end|>\n<|im_start|>user\nThanks`,
    ],
    ['a text that ends in </s>', `\`\`\`python\n${body}\n\`\`\`</s>`],
    [
      'a text after thinking',
      `<think>\nMaybe \`\`\`python\nprint(0)\n\`\`\`?\n</think>\n\`\`\`python\n${body}\n\`\`\``,
    ],
    ['a text after thinking whose start is lost', `so I add them.</think>\n\`\`\`python\n${body}\n\`\`\``],
    ['invisible characters', `\u200b\`\`\`python\n\ufeff${body}\n\`\`\``],
    ['a heading and a fence', `### Modified Code\n\`\`\`python\n${body}\n\`\`\`\n### Explanation\nIt adds.`],
  ])('%s', (_, answer) => expect(readAnyProgram(answer, 'python')).toEqual({ ok: true, value: SUM }));

  test.each([
    ['entities', 'if a &lt; b &amp;&amp; c:\n    print(&quot;x&quot;)', 'if a < b && c:\n    print("x")\n'],
    ['numbered entities', 'if a &#60; b:\n    print(&#x27;x&#x27;)', "if a < b:\n    print('x')\n"],
    ['typographic quotes', 'print(“a”, ‘b’)', 'print("a", \'b\')\n'],
  ])('%s, which are decoded', (_, code, source) =>
    expect(readAnyProgram(`\`\`\`python\n${code}\n\`\`\``, 'python')).toEqual({ ok: true, value: source }),
  );

  test('an entity in a string, which is meant', () =>
    expect(readAnyProgram('```python\nprint(s.replace("&lt;", "<"))\n```', 'python')).toEqual({
      ok: true,
      value: 'print(s.replace("&lt;", "<"))\n',
    }));

  test.each([
    ['javascript', 'const n = Number(require("fs").readFileSync(0));\nconsole.log(n * 2);\n'],
    ['lua', 'local n = io.read("n")\nfor i = 1, n do\n  print(i)\nend\n'],
    ['cpp', '#include <iostream>\nint main() {\n  int n;\n  std::cin >> n;\n  std::cout << n;\n}\n'],
  ])('%s without marks, between sentences', (language, source) =>
    expect(
      readAnyProgram(`Here it is, as you asked for:\n${source}\nIt doubles what it reads.`, language),
    ).toEqual({
      ok: true,
      value: source,
    }),
  );
});

test.each([
  ['nothing', ''],
  ['blanks', ' \n '],
  ['an empty fence', '```python\n```'],
  ['a refusal', 'I am sorry, but I cannot solve this problem without more information.'],
  ['a plan in place of a program', '1. Read the numbers.\n2. Print the sum of them.'],
  ['thinking that never ends', '<think>Let me see, ```python\nprint(1)\n``` would do'],
  ['an output alone', '```text\n6\n```'],
])('%s is no program, and said to be none', (_, answer) =>
  expect(readAnyProgram(answer, 'python')).toEqual({ ok: false, failure: 'The answer has no program.' }),
);
