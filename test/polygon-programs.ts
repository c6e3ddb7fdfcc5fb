import { describe, expect, test } from 'vitest';
import { createJudge } from '../src/judge/create-judge.ts';
import { gradeTask } from '../src/judge/grade.ts';
import { importPolygon } from '../src/judge/import/polygon/index.ts';
import { type Problem, rulesOf } from '../src/judge/problem.ts';
import type { Runner } from '../src/sandbox/program.ts';

/** The first compilation builds the library's precompiled header, and the real testlib.h is long. */
const TIMEOUT_MS = 600_000;

/** Any two numbers with the sum that the input asks for; the jury must have found some. */
const CHECK = `
#include "testlib.h"
int main(int argc, char *argv[]) {
  registerTestlibCmd(argc, argv);
  int sum = inf.readInt(1, 1000, "sum");
  if (ans.readInt() + ans.readInt() != sum) quitf(_fail, "the jury is wrong");
  int a = ouf.readInt(0, 1000, "a"), b = ouf.readInt(0, 1000, "b");
  if (a + b != sum) quitf(_wa, "%d + %d is not %d", a, b, sum);
  quitf(_ok, "%d and %d", a, b);
}
`;

const INTERACT = `
#include "testlib.h"
int main(int argc, char *argv[]) {
  registerInteraction(argc, argv);
  int sum = inf.readInt();
  std::cout << sum << std::endl;
  int a = ouf.readInt(), b = ouf.readInt();
  tout << a << " " << b << std::endl;
  quitf(_ok, "heard %d and %d", a, b);
}
`;

const TESTS = [
  ['10', '3 7'],
  ['5', '5 0'],
  ['6', '1 1'],
];

/** A Polygon package with the checker and, if it is said so, the interactor. */
function twoNumbers(testlib: string, interactor = ''): Promise<Problem> {
  const files: Record<string, string> = {
    'problem.xml': `<problem><names><name language="english" value="Two"/></names>
<judging><testset name="tests"><time-limit>1000</time-limit><memory-limit>268435456</memory-limit>
<test-count>${TESTS.length}</test-count><input-path-pattern>tests/%02d</input-path-pattern>
<answer-path-pattern>tests/%02d.a</answer-path-pattern></testset></judging>
<assets><checker type="testlib"><source path="files/check.cpp" type="cpp.g++17"/></checker>${interactor}</assets></problem>`,
    'statement-sections/english/legend.tex': 'Two.',
    'files/testlib.h': testlib,
    'files/check.cpp': CHECK,
    'files/interact.cpp': INTERACT,
  };
  TESTS.forEach(([input, answer], i) => {
    files[`tests/0${i + 1}`] = `${input}\n`;
    files[`tests/0${i + 1}.a`] = `${answer}\n`;
  });
  const encoder = new TextEncoder();
  return importPolygon(
    'two',
    new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])),
  );
}

const JURY = 'IE the test or its judge program is at fault: the jury is wrong';
const INTERACTOR = '<interactor><source path="files/interact.cpp" type="cpp.g++17"/></interactor>';

/** What is promised of a Polygon package's checker and interactor, built with this testlib.h. */
export function specifyPolygonPrograms(runner: Runner, testlib: string): void {
  const judge = createJudge(runner);

  async function told(problem: Problem, source: string): Promise<string[]> {
    const task = { submission: { language: 'python', source }, tests: problem.tests, ...rulesOf(problem) };
    const { tests } = await gradeTask(judge, task, new AbortController().signal);
    return tests.map(({ verdict, detail, remark }) => `${verdict} ${detail || remark}`);
  }

  describe('a Polygon package’s own checker, compiled with the testlib.h that it carries', () => {
    test.each([
      ['accepts', 'print(input(), 0)', ['AC ok 10 and 0', 'AC ok 5 and 0', JURY]],
      ['rejects', 'print(1, 4)', ['WA 1 + 4 is not 10', 'AC ok 1 and 4', JURY]],
      ['finds no number', 'print("x")', Array(2).fill('PE Expected integer, but "x" found').concat(JURY)],
      [
        'finds too much',
        'print(input(), 0, 0)',
        Array(2).fill('PE Extra information in the output file').concat(JURY),
      ],
    ])(
      '%s',
      async (_what, source, expected) => {
        expect(await told(await twoNumbers(testlib), source)).toEqual(expected);
      },
      TIMEOUT_MS,
    );
  });

  test(
    'an interactor leaves what the checker then judges',
    async () => {
      const problem = await twoNumbers(testlib, INTERACTOR);
      expect(await told(problem, 'print(input(), 0)')).toEqual(['AC ok 10 and 0', 'AC ok 5 and 0', JURY]);
      expect(await told(problem, 'input()\nprint("x")')).toEqual(
        Array(3).fill('PE Expected integer, but "x" found'),
      );
    },
    TIMEOUT_MS,
  );
}
