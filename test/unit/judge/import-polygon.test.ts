import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { importFile } from '../../../src/judge/import/index.ts';
import type { Problem } from '../../../src/judge/problem.ts';

interface Change {
  judging?: string;
  assets?: string;
  prolog?: string;
  files?: Record<string, string | null>;
}

const CHECKER = '<checker name="std::ncmp.cpp" type="testlib"><source path="files/check.cpp"/></checker>';
const TESTSET = `<testset name="tests">
  <time-limit>1500</time-limit><memory-limit>268435456</memory-limit><test-count>2</test-count>
  <input-path-pattern>tests/%02d</input-path-pattern><answer-path-pattern>tests/%02d.a</answer-path-pattern>
  <tests><test method="manual" sample="true"/><test cmd="gen 5" method="generated" group="big"/></tests>
</testset>`;

const xml = ({ judging = `<judging>${TESTSET}</judging>`, assets = CHECKER, prolog = '' }: Change): string =>
  `<?xml version="1.0" encoding="utf-8"?>${prolog}
<problem revision="3" short-name="sum" url="https://polygon.example/p/sum">
  <names><name language="russian" value="Сумма"/><name language="english" value="Sum &amp; more"/></names>
  ${judging}
  <assets>${assets}<solutions>
    <solution tag="main"><source path="solutions/a.py" type="python.3"/></solution>
    <solution tag="wrong-answer"><source path="solutions/b.cpp" type="cpp.g++17"/></solution>
    <solution tag="time-limit-exceeded-or-accepted"><source path="solutions/a.py" type="python.3"/></solution>
  </solutions></assets>
  <tags><tag value="math"/></tags>
</problem>`;

async function load(change: Change = {}): Promise<Problem> {
  const files: Record<string, string | null> = {
    'problem.xml': xml(change),
    'tests/01': '1 2\r\n',
    'tests/01.a': '3\r\n',
    'tests/02': '5 5\n',
    'tests/02.a': '10\n',
    'statement-sections/english/legend.tex': 'Add \\t{a} and $b$.\n\n\\includegraphics{pic.png}',
    'statement-sections/english/input.tex': 'Two numbers.',
    'statement-sections/english/output.tex': 'Their sum.',
    'statement-sections/english/pic.png': 'image',
    'statement-sections/russian/legend.tex': 'Сложите.',
    'solutions/a.py': 'print(sum(map(int, input().split())))',
    'solutions/b.cpp': 'int main() {}',
    ...change.files,
  };
  const entries = Object.entries(files).flatMap(([path, text]) =>
    text === null ? [] : [[`sum/${path}`, new TextEncoder().encode(text)]],
  );
  return (await importFile('sum.zip', zipSync(Object.fromEntries(entries))))[0]!;
}

describe('a Polygon package', () => {
  test('gives title, statement, limits, tests with groups, checker, solutions and tags', async () => {
    const problem = await load();
    expect(problem).toMatchObject({
      title: 'Sum & more',
      statement: 'Add `a` and $b$.\n\n![](pic.png)\n\n## Input\n\nTwo numbers.\n\n## Output\n\nTheir sum.',
      assets: [{ name: 'pic.png', mediaType: 'image/png' }],
      limits: { timeMs: 1500, memoryBytes: 2 ** 28 },
      io: { kind: 'stdin' },
      checker: { id: 'ncmp', config: {} },
      source: 'https://polygon.example/p/sum',
      tags: ['math'],
      references: [
        { name: 'solutions/a.py', language: 'python', verdict: 'AC' },
        { name: 'solutions/b.cpp', language: 'cpp', verdict: 'WA' },
        { name: 'solutions/a.py', language: 'python', verdict: 'TLE or AC' },
      ],
    });
    expect(problem.tests).toEqual([
      { id: 'tests/01', input: '1 2\n', answers: ['3\n'], origin: 'sample' },
      { id: 'tests/02', input: '5 5\n', answers: ['10\n'], group: 'big', origin: 'secret' },
    ]);
  });

  test.each('fcmp hcmp lcmp ncmp nyesno rcmp4 rcmp6 rcmp9 wcmp yesno acmp dcmp rcmp uncmp'.split(' '))(
    'the standard checker %s is ours of that name',
    async (id) => {
      const assets = `<checker name="std::${id}.cpp"><source path="files/check.cpp"/></checker>`;
      expect((await load({ assets })).checker).toEqual({ id, config: {} });
    },
  );

  test('reads and writes the files that it names', async () => {
    const judging = `<judging input-file="sum.in" output-file="sum.out">${TESTSET}</judging>`;
    expect((await load({ judging })).io).toEqual({ kind: 'files', input: 'sum.in', output: 'sum.out' });
  });

  test('with points is judged as pass or fail, and says so', async () => {
    const judging = `<judging>${TESTSET.replace('group="big"', 'group="big" points="50"')}</judging>`;
    expect((await load({ judging })).statement).toContain('gives points for groups of tests');
  });

  test('of an older kind has its statement in one file', async () => {
    const statement =
      '\\begin{problem}{Sum}{standard input}{standard output}{1 s}{256 MB}Add.\n\\InputFile\nTwo.\\end{problem}';
    const files = {
      'statement-sections/english/legend.tex': null,
      'statement-sections/russian/legend.tex': null,
      'statements/english/problem.tex': statement,
    };
    expect((await load({ files })).statement).toBe('Add.\n\n## Input\n\nTwo.');
  });
});

describe('programs of its own', () => {
  const files = {
    'files/mine.cpp': '#include "testlib.h"\n// mine',
    'files/talk.cpp': '#include "testlib.h"\n// talk',
    'files/testlib.h': '// testlib',
    'files/gen.cpp': '// not for the checker',
  };
  const mine = {
    language: 'cpp',
    source: files['files/mine.cpp'],
    files: { 'testlib.h': '// testlib' },
    protocol: 'testlib',
  };

  test('a checker comes with the testlib.h of the package', async () => {
    const assets = '<checker type="testlib"><source path="files/mine.cpp" type="cpp.g++17"/></checker>';
    const problem = await load({ assets, files });
    expect(problem.checker).toEqual({ id: 'program', config: {}, program: mine });
    expect(problem.interactor).toBeUndefined();
  });

  test('a standard checker that we have not is compiled from the package', async () => {
    const assets = '<checker name="std::pcmp.cpp" type="testlib"><source path="files/mine.cpp"/></checker>';
    expect((await load({ assets, files })).checker.program).toEqual(mine);
  });

  test('an interactor comes beside the checker', async () => {
    const assets = `${CHECKER}<interactor><source path="files/talk.cpp" type="cpp.g++17"/></interactor>`;
    const problem = await load({ assets, files });
    expect(problem.interactor).toEqual({ ...mine, source: files['files/talk.cpp'] });
    expect(problem.checker.program).toBeUndefined();
  });
});

describe('what cannot be judged, or is no package, is refused by name', () => {
  const none = {
    'statement-sections/english/legend.tex': null,
    'statement-sections/russian/legend.tex': null,
  };
  test.each<[string, Change, string]>([
    [
      'a checker of its own that is not there',
      { assets: '<checker type="testlib"><source path="files/mine.cpp"/></checker>' },
      'files/mine.cpp: is missing from the package',
    ],
    [
      'a checker without the testlib.h that it is built with',
      {
        assets: '<checker type="testlib"><source path="files/mine.cpp"/></checker>',
        files: { 'files/mine.cpp': '#include "testlib.h"' },
      },
      'files/testlib.h: is missing, and files/mine.cpp is built with it',
    ],
    [
      'a checker in a language that there is not',
      {
        assets: '<checker type="testlib"><source path="files/mine.dpr"/></checker>',
        files: { 'files/mine.dpr': '' },
      },
      'files/mine.dpr: the program is in no language that can be run here',
    ],
    [
      'a checker without a source',
      { assets: '<checker name="std::pcmp.cpp"/>' },
      'checker: names no <source>',
    ],
    ['no checker', { assets: ' ' }, 'problem/assets: has no <checker>.'],
    [
      'several runs a test',
      { judging: `<judging run-count="2">${TESTSET}</judging>` },
      'runs a program 2 times on each test',
    ],
    [
      'a package without its generated tests',
      { files: { 'tests/02': null } },
      'tests/02: the test is missing; download the full package',
    ],
    ['a package without answers', { files: { 'tests/02.a': null } }, 'tests/02.a: the answer is missing'],
    [
      'a statement in PDF alone',
      { files: { ...none, 'statements/.pdf/english/problem.pdf': '%PDF' } },
      'statements/.pdf/english/problem.pdf: the statement is a PDF only',
    ],
    ['no statement', { files: none }, 'sum.zip: has no statement'],
    ['no tests', { judging: '<judging/>' }, 'problem/judging: has no <testset>.'],
    [
      'a time limit that is none',
      { judging: `<judging>${TESTSET.replace('1500', 'soon')}</judging>` },
      'testset/time-limit: is “soon”',
    ],
    [
      'a great many tests',
      { judging: `<judging>${TESTSET.replace('<test-count>2', '<test-count>99999999')}</judging>` },
      'testset/test-count: is “99999999”; it should be a whole number from 1 to 10000.',
    ],
    [
      'tests that lead outside',
      { judging: `<judging>${TESTSET.replace('tests/%02d<', '../../%02d<')}</judging>` },
      '../../01: the test is missing',
    ],
    [
      'a pattern without a number',
      { judging: `<judging>${TESTSET.replace('tests/%02d<', '%s%n<')}</judging>` },
      'input-path-pattern: is “%s%n”',
    ],
    [
      'a file outside',
      { judging: `<judging input-file="../x">${TESTSET}</judging>` },
      'problem/judging: names the file “../x”',
    ],
    ['XML that is none', { files: { 'problem.xml': '<problem>' } }, 'problem.xml: is not XML ('],
    ['other XML', { files: { 'problem.xml': '<html/>' } }, 'problem.xml, html: is no Polygon problem'],
    [
      'XML nested without end',
      { files: { 'problem.xml': '<a>'.repeat(1e5) } },
      'stands more than 100 elements deep',
    ],
    [
      'entities that grow without bound',
      {
        prolog:
          '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>',
      },
      'problem.xml: has a DOCTYPE, which a problem.xml does not need',
    ],
    [
      'entities that nobody declared',
      { files: { 'problem.xml': '<problem>&c;</problem>' } },
      'problem.xml: is not XML (',
    ],
  ])('%s', async (_what, change, message) => {
    await expect(load(change)).rejects.toThrow(message);
  });
});
