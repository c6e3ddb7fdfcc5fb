import { describe, expect, test } from 'vitest';
import { importFile } from '../../../src/judge/import/index.ts';
import { importKattis } from '../../../src/judge/import/kattis/index.ts';
import { exportProblem } from '../../../src/judge/import/problem-json.ts';
import type { Problem } from '../../../src/judge/problem.ts';

const PACKAGE = {
  'problem.yaml': 'name: Echo\nkeywords: easy, text\nsource: A contest\n',
  'problem_statement/problem.en.md': '# Echo\r\nPrint what you read.\n',
  'data/sample/1.in': 'a\n',
  'data/sample/1.ans': 'a\n',
  'data/secret/10.in': 'ten\n',
  'data/secret/10.ans': 'ten\n',
  'data/secret/9.in': 'nine\n',
  'data/secret/9.ans': 'nine\n',
};

function load(change: Record<string, string | null> = {}): Promise<Problem> {
  const files = Object.entries({ ...PACKAGE, ...change }).flatMap(([path, text]) =>
    text === null ? [] : [[path, new TextEncoder().encode(text)] as [string, Uint8Array]],
  );
  return importKattis('echo', files);
}

describe('a plain package', () => {
  test('gives title, statement, tests in order, keywords and source', async () => {
    const problem = await load();
    expect(problem).toMatchObject({
      title: 'Echo',
      statement: '# Echo\nPrint what you read.',
      tags: ['easy', 'text'],
      source: 'A contest',
      rating: null,
    });
    expect(problem.tests.map(({ id, origin }) => [id, origin])).toEqual([
      ['sample/1', 'sample'],
      ['secret/9', 'secret'],
      ['secret/10', 'secret'],
    ]);
  });

  test('tests are in the same order, wherever their files come from', async () => {
    const files = Object.entries({
      ...PACKAGE,
      'data/secret/09.in': '09\n',
      'data/secret/09.ans': '09\n',
    }).map(([path, text]): [string, Uint8Array] => [path, new TextEncoder().encode(text)]);
    const problem = await importKattis('echo', files);
    expect(problem.tests.map(({ id }) => id)).toEqual(['sample/1', 'secret/09', 'secret/9', 'secret/10']);
    expect(await importKattis('echo', files.reverse())).toEqual(problem);
  });

  test('subfolders of secret are groups', async () => {
    const problem = await load({ 'data/secret/big/1.in': 'b\n', 'data/secret/big/1.ans': 'b\n' });
    expect(problem.tests.at(-1)).toMatchObject({ id: 'secret/big/1', group: 'secret/big', origin: 'secret' });
  });

  test('limits come from problem.yaml, then from the measured .timelimit, then from the defaults', async () => {
    const { limits } = await load({ 'problem.yaml': 'limits: {time_limit: 1.5, memory: 64, output: 1}' });
    expect(limits).toEqual({ timeMs: 1500, memoryBytes: 64 * 2 ** 20, outputBytes: 2 ** 20 });
    expect((await load({ '.timelimit': '3\n' })).limits.timeMs).toBe(3000);
    expect((await load()).limits).toEqual({ timeMs: 2000, memoryBytes: 2 ** 31, outputBytes: 2 ** 23 });
  });

  test('the title may be in several languages, the statement too: English comes first', async () => {
    const problem = await load({
      'problem.yaml': 'name:\n  sv: Eko\n  en: Echo!\n',
      'problem_statement/problem.sv.md': 'Skriv.',
    });
    expect(problem.title).toBe('Echo!');
    expect(problem.statement).toContain('Print');
  });

  test('images beside the statement and the authors’ submissions come along', async () => {
    const problem = await load({
      'problem_statement/picture.svg': '<svg/>',
      'submissions/accepted/a.py': 'print(input())',
      'submissions/wrong_answer/b.cc': 'int main;',
      'submissions/partially_accepted/c.py': '#!/usr/bin/env python2\n',
      'submissions/rejected/D.java': 'class D {}',
      'submissions/slow_accepted/e.rb': 'gets',
      'submissions/accepted/folder/f.py': 'of several files',
      'submissions/mine/g.py': 'in no folder of the format',
    });
    expect(problem.assets).toEqual([
      { name: 'picture.svg', mediaType: 'image/svg+xml', base64: btoa('<svg/>') },
    ]);
    expect(problem.references).toEqual([
      { name: 'submissions/accepted/a.py', language: 'python', source: 'print(input())', verdict: 'AC' },
      { name: 'submissions/wrong_answer/b.cc', language: 'cpp', source: 'int main;', verdict: 'WA' },
      {
        name: 'submissions/partially_accepted/c.py',
        language: 'python2',
        source: '#!/usr/bin/env python2\n',
        verdict: 'partly AC',
      },
      { name: 'submissions/rejected/D.java', language: 'java', source: 'class D {}', verdict: 'not AC' },
      { name: 'submissions/slow_accepted/e.rb', language: 'ruby', source: 'gets', verdict: 'AC or TLE' },
    ]);
  });
});

describe('a statement in LaTeX', () => {
  const latex = {
    'problem_statement/problem.en.md': null,
    'problem_statement/problem.en.tex':
      '\\problemname{The Echo}\n\\illustration{0.4}{cave}{A cave}\n\\section*{Input}\nOne \\emph{word}, $a \\le z$.',
    'problem_statement/cave.png': 'image',
  };

  test('becomes Markdown with TeX, its images found without their endings', async () => {
    const { statement, assets } = await load(latex);
    expect(statement).toBe('![A cave](cave.png)\n\n## Input\n\nOne *word*, $a \\le z$.');
    expect(assets.map(({ name }) => name)).toEqual(['cave.png']);
  });

  test('names the title where problem.yaml does not', async () => {
    expect((await load({ ...latex, 'problem.yaml': '' })).title).toBe('The Echo');
    expect((await load(latex)).title).toBe('Echo');
  });

  test('is left aside where there is Markdown in the same language, and taken before another language', async () => {
    const beside = { 'problem_statement/problem.en.tex': 'Other.' };
    expect((await load(beside)).statement).toContain('Print what you read.');
    const { statement } = await load({ ...latex, 'problem_statement/problem.sv.md': 'Skriv.' });
    expect(statement).toContain('## Input');
  });
});

describe('a package that gives points', () => {
  test.each([
    ['legacy', 'name: Echo\ntype: scoring\n'],
    [
      '2025-09',
      'problem_format_version: 2025-09\nname: Echo\ntype: [scoring]\nkeywords: [easy, two words]\n',
    ],
  ])('of format %s is judged as pass or fail over all tests, and says so', async (_format, yaml) => {
    const problem = await load({
      'problem.yaml': yaml,
      'data/secret/big/1.in': 'b\n',
      'data/secret/big/1.ans': 'b\n',
    });
    expect(problem.tests.map(({ id }) => id)).toContain('secret/big/1');
    expect(problem.statement).toMatch(/gives points for groups of tests\. Here a program is accepted if/);
  });

  test('keywords may be a list, with spaces in them', async () => {
    expect((await load({ 'problem.yaml': 'keywords: [easy, two words]' })).tags).toEqual([
      'easy',
      'two words',
    ]);
  });
});

test('where images and scripts stand in a statement, they stay text of the statement', async () => {
  const hostile =
    '<script>alert(1)</script>\n\n![x](https://tracker.example/a.png)\n\n<a href="javascript:x">y</a>';
  const { statement, assets } = await load({ 'problem_statement/problem.en.md': hostile });
  expect(statement).toBe(hostile);
  expect(assets).toEqual([]);
});

test('a submission that is no text is left out', async () => {
  const archive = new Uint8Array([0xca, 0xfe, 0xff]);
  const files = Object.entries({ ...PACKAGE, 'submissions/accepted/a.py': 'print(1)' });
  const problem = await importKattis('echo', [
    ...files.map(([path, text]): [string, Uint8Array] => [path, new TextEncoder().encode(text)]),
    ['submissions/accepted/A.class', archive],
  ]);
  expect(problem.references.map(({ name }) => name)).toEqual(['submissions/accepted/a.py']);
});

describe('the default validator', () => {
  test('without arguments ignores case', async () => {
    expect((await load()).checker).toEqual({ id: 'tokens', config: { caseSensitive: false } });
  });

  test('takes its arguments from validator_flags', async () => {
    const flags = 'validator_flags: case_sensitive space_change_sensitive float_tolerance 1e-6\n';
    expect((await load({ 'problem.yaml': `name: E\nvalidation: default\n${flags}` })).checker.config).toEqual(
      {
        caseSensitive: true,
        spaceSensitive: true,
        absolute: 1e-6,
        relative: 1e-6,
      },
    );
  });

  test('takes its arguments from test groups, in the format of 2025 too', async () => {
    const old = await load({
      'data/testdata.yaml': 'output_validator_flags: float_absolute_tolerance 0.01\n',
    });
    expect(old.checker.config).toEqual({ caseSensitive: false, absolute: 0.01 });
    const new_ = await load({
      'problem.yaml': 'problem_format_version: 2025-09\nname: E\ntype: pass-fail\n',
      'problem_statement/problem.en.md': null,
      'statement/problem.en.md': 'Print.',
      'data/test_group.yaml': 'output_validator_args: [case_sensitive]\n',
    });
    expect(new_.checker.config).toEqual({ caseSensitive: true });
  });
});

test('tests that are compared in different ways carry what is theirs', async () => {
  const problem = await load({
    'data/secret/2.in': '2\n',
    'data/secret/2.ans': '2\n',
    'data/secret/2.yaml': 'output_validator_args: [case_sensitive]\n',
    'data/secret/real/1.in': '1\n',
    'data/secret/real/1.ans': '1\n',
    'data/secret/real/testdata.yaml': 'output_validator_flags: float_tolerance 1e-3\n',
  });
  expect(problem.checker.config).toEqual({ caseSensitive: false });
  expect(problem.tests.filter(({ config }) => config).map(({ id, config }) => [id, config])).toEqual([
    ['secret/2', { caseSensitive: true }],
    ['secret/real/1', { caseSensitive: false, absolute: 1e-3, relative: 1e-3 }],
  ]);
});

describe('constants of the package', () => {
  const change = {
    'problem.yaml':
      'problem_format_version: 2025-09\nname: "{{most}}"\nconstants: {most: 100, unit: "1e-3"}\n',
    'problem_statement/problem.en.md': null,
    'statement/problem.en.md':
      'At most {{most}} of {{other}}.\n\n{{nextsample}}\n\nEnd.\n\n{{remainingsamples}}',
    'data/test_group.yaml': 'output_validator_args: [float_tolerance, "{{unit}}"]\n',
    'submissions/accepted/a.py': 'print({{most}})',
  };

  test('stand in the statement, the submissions and the groups’ arguments, not in problem.yaml or the tests', async () => {
    const problem = await load({
      ...change,
      'data/secret/9.in': '{{most}}\n',
      'data/secret/9.ans': '{{most}}\n',
    });
    expect(problem.title).toBe('{{most}}');
    expect(problem.statement.replace(/\n+/g, ' ')).toBe('At most 100 of {{other}}. End.');
    expect(problem.checker.config).toEqual({ caseSensitive: false, absolute: 1e-3, relative: 1e-3 });
    expect(problem.references[0]?.source).toBe('print(100)');
    expect(problem.tests.find(({ id }) => id === 'secret/9')?.input).toBe('{{most}}\n');
  });

  test('have a command of their own in LaTeX', async () => {
    const latex = {
      'statement/problem.en.md': null,
      'statement/problem.en.tex': 'At most $\\constant{most}$.',
    };
    expect((await load({ ...change, ...latex })).statement).toBe('At most $100$.');
  });
});

test('a source is a name, one with an address, or several', async () => {
  const sourceOf = async (source: string) =>
    (await load({ 'problem.yaml': `name: E\nsource: ${source}\n` })).source;
  expect(await sourceOf('NWERC 2024')).toBe('NWERC 2024');
  expect(await sourceOf('{name: NWERC, url: "https://nwerc.example"}')).toBe('NWERC, https://nwerc.example');
  expect(await sourceOf('[{name: NWERC}, SWERC]')).toBe('NWERC; SWERC');
});

describe('a validator of the package’s own', () => {
  test('is given the arguments of each group', async () => {
    const { checker, tests } = await load({
      'problem.yaml': 'name: E\nvalidation: custom\nvalidator_flags: fast\n',
      'output_validators/check.py': 'print()',
      'data/secret/testdata.yaml': 'output_validator_flags: slow 2\n',
    });
    expect(checker.program?.args).toEqual(['fast']);
    expect(tests.map(({ id, args }) => [id.split('/')[0], args])).toContainEqual([
      'secret',
      ['fast', 'slow', '2'],
    ]);
    expect(tests.find(({ origin }) => origin === 'sample')).not.toHaveProperty('args');
  });

  test('in one file, with its flags', async () => {
    const problem = await load({
      'problem.yaml': 'name: E\nvalidation: custom\nvalidator_flags: fast 7\n',
      'output_validators/check.py': 'print()',
    });
    expect(problem.checker).toEqual({
      id: 'program',
      config: {},
      program: { language: 'python', source: 'print()', protocol: 'kattis', args: ['fast', '7'] },
    });
  });

  test('in a folder, with the files beside it', async () => {
    const problem = await load({
      'problem.yaml': 'name: E\nvalidation: custom\n',
      'output_validators/mine/validate.cc': '#include "validate.h"',
      'output_validators/mine/validate.h': '// h',
    });
    expect(problem.checker.program).toEqual({
      language: 'cpp',
      source: '#include "validate.h"',
      files: { 'validate.h': '// h' },
      protocol: 'kattis',
    });
  });

  test('is found among what is no program', async () => {
    const problem = await load({
      'problem.yaml': 'name: E\nvalidation: custom\n',
      'output_validators/README.md': 'About it.',
      'output_validators/mine/v.py': 'x',
      'output_validators/mine/__pycache__/v.cpython-311.pyc': '',
      'output_validators/mine/.gitignore': '*.pyc',
    });
    expect(problem.checker.program).toEqual({ language: 'python', source: 'x', protocol: 'kattis' });
  });

  test('of several modules begins with the one that is named so', async () => {
    const problem = await load({
      'problem.yaml': 'name: E\nvalidation: custom\n',
      'output_validators/mine/main.py': 'import near',
      'output_validators/mine/near.py': 'x = 1',
    });
    expect(problem.checker.program).toMatchObject({ source: 'import near', files: { 'near.py': 'x = 1' } });
  });

  test('in the format of 2025 is used because it is there', async () => {
    const problem = await load({
      'problem.yaml': 'problem_format_version: 2025-09\nname: E',
      'output_validator/validate.py': 'x',
    });
    expect(problem.checker.program).toMatchObject({ source: 'x' });
  });

  test.each([
    ['validation: custom interactive', 'output_validators'],
    ['problem_format_version: 2025-09\ntype: interactive', 'output_validator'],
    ['problem_format_version: 2023-07-draft\ntype: [interactive, pass-fail]', 'output_validator'],
  ])('is the interactor of an interactive problem (%s)', async (yaml, folder) => {
    const problem = await load({
      'problem.yaml': `name: E\n${yaml}\n`,
      [`${folder}/talk/talk.py`]: 'input()',
      'data/sample/1.interaction': '>1\n<higher\n>2\n<correct\n',
    });
    expect(problem.interactor).toEqual({ language: 'python', source: 'input()', protocol: 'kattis' });
    expect(problem.checker).toEqual({ id: 'tokens', config: {} });
    expect(problem.statement).toContain('## Sample interaction 1\n\n```\n> 1\n< higher\n> 2\n< correct\n```');
  });

  test('is part of what an exported problem imports again', async () => {
    const problem = await load({
      'problem.yaml': 'name: E\nvalidation: custom\n',
      'output_validators/mine/validate.c': '#include "a.h"',
      'output_validators/mine/a.h': '// h',
    });
    const bytes = new TextEncoder().encode(exportProblem(problem));
    expect(await importFile('e.json', bytes)).toEqual([problem]);
  });
});

describe('what cannot be judged is refused by name, with what to do', () => {
  test.each<[string, Record<string, string | null>, string]>([
    [
      'a validator of its own that is not there',
      { 'problem.yaml': 'validation: custom' },
      'echo: has no output validator, which its problem.yaml asks for',
    ],
    [
      'several validators',
      {
        'problem.yaml': 'validation: custom',
        'output_validators/a/a.py': '',
        'output_validators/b/b.py': '',
      },
      'output_validators/: holds several output validators; only one can decide.',
    ],
    [
      'a validator in a language that there is not',
      { 'problem.yaml': 'validation: custom', 'output_validators/Validate.java': '' },
      'output_validators/Validate.java: the program is in no language that can be run here; its source should end in .py',
    ],
    [
      'a validator that a script builds',
      {
        'problem.yaml': 'validation: custom',
        'output_validators/v/build': '',
        'output_validators/v/v.c': '',
      },
      'output_validators/v/build: the program is built by a script',
    ],
    [
      'a validator of several sources, none of which is the first',
      {
        'problem.yaml': 'validation: custom',
        'output_validators/v/a.py': '',
        'output_validators/v/b.py': '',
      },
      'output_validators/v/: has 2 sources, and none that is named as the first',
    ],
    [
      'a compiled validator of several sources',
      {
        'problem.yaml': 'validation: custom',
        'output_validators/v/main.cc': '',
        'output_validators/v/b.cc': '',
      },
      'output_validators/v/: has 2 sources; only one can be compiled',
    ],
    [
      'a validator with files in a folder',
      {
        'problem.yaml': 'validation: custom',
        'output_validators/v/v.py': '',
        'output_validators/v/lib/b.py': '',
      },
      'output_validators/v/lib/b.py: the program has files in a folder of its own',
    ],
    [
      'a problem in several passes',
      { 'problem.yaml': 'problem_format_version: 2025-09\nname: E\ntype: [pass-fail, multi-pass]' },
      'problem.yaml, type: “multi-pass” problems cannot be judged yet',
    ],
    [
      'a problem whose answers are submitted',
      { 'problem.yaml': 'type: submit-answer' },
      'problem.yaml, type: “submit-answer” problems cannot',
    ],
    [
      'a statement in PDF alone',
      { 'problem_statement/problem.en.md': null, 'problem_statement/problem.en.pdf': '%PDF' },
      'problem_statement/problem.en.pdf: the statement is a PDF only; put a problem.en.md',
    ],
    [
      'a test with arguments for the program',
      { 'data/secret/9.yaml': 'args: [--fast]' },
      'data/secret/9.yaml, args: programs cannot be given arguments yet',
    ],
    [
      'a test with files for the program',
      { 'data/secret/9.files/a.txt': 'x' },
      'data/secret/9.files/a.txt: the test gives the program arguments or files',
    ],
    [
      'YAML with an alias',
      { 'problem.yaml': 'name: &a Echo\nsource: *a' },
      'problem.yaml: is not YAML (Alias resolution is disabled',
    ],
    [
      'groups nested deeper than any statement',
      {
        'problem_statement/problem.en.md': null,
        'problem_statement/problem.en.tex': '{'.repeat(100_000),
      },
      'problem_statement/problem.en.tex: nests groups more than 100 deep',
    ],
    ['no statement', { 'problem_statement/problem.en.md': null }, 'echo: has no statement; it should be'],
    [
      'an input without an answer',
      { 'data/secret/9.ans': null },
      'data/secret/9.in: has no answer; data/secret/9.ans',
    ],
    ['no problem.yaml', { 'problem.yaml': null }, 'echo: has no problem.yaml'],
    ['YAML that is none', { 'problem.yaml': 'name: [' }, 'problem.yaml: is not YAML ('],
    [
      'an unknown flag',
      { 'problem.yaml': 'validator_flags: fuzzy' },
      'validator_flags: the default validator knows no',
    ],
    [
      'flags of one group that are none',
      { 'data/secret/testdata.yaml': 'output_validator_flags: fuzzy' },
      'data/secret/testdata.yaml, output_validator_flags: the default validator knows no argument “fuzzy”',
    ],
    [
      'files that are put beside every submission',
      { 'include/python3/near.py': 'x = 1' },
      'include/python3/near.py: the package puts files of its own beside every submission',
    ],
    [
      'a validator of the source',
      { 'static_validator/short.py': '' },
      'static_validator/short.py: the package judges the source of submissions too',
    ],
    [
      'a constant that is no value',
      { 'problem.yaml': 'name: E\nconstants: {most: [1]}' },
      'problem.yaml, constants.most: should be a number or text.',
    ],
    [
      'a constant that would fill the memory',
      { 'problem.yaml': `name: E\nconstants: {most: ${'9'.repeat(201)}x}` },
      'problem.yaml, constants.most: is longer than 200 characters',
    ],
    ['a name that leads out', { 'data/../../x': '' }, 'echo, data/../../x: the name leads outside'],
    ['an absolute name', { '/etc/x': '' }, 'echo, /etc/x: the name leads outside'],
    ['a Windows name that leads out', { 'data\\..\\..\\x': '' }, 'the name leads outside'],
  ])('%s', async (_what, change, message) => {
    await expect(load(change)).rejects.toThrow(message);
  });
});
