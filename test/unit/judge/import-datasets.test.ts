import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ImportError } from '../../../src/judge/import/import-error.ts';
import { allOf, importFile, importFiles } from '../../../src/judge/import/index.ts';
import { sourceOf } from '../../../src/judge/import/source.ts';
import type { Problem } from '../../../src/judge/problem.ts';
import { importNamed } from '../../../tools/problem-file.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = (...values: unknown[]): Uint8Array =>
  encode(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
const line = async (value: unknown): Promise<Problem> => (await importFile('data.jsonl', lines(value)))[0]!;

describe('CodeContests', () => {
  const record = {
    name: '4_A. Watermelon',
    description: 'Split $$$w$$$ kilos.',
    public_tests: { input: ['8\n'], output: ['YES\n'] },
    private_tests: { input: ['3\n', '4\n'], output: ['NO\n', 'YES\n'] },
    generated_tests: { input: ['5\n'], output: ['NO\n'] },
    source: 2,
    difficulty: 7,
    solutions: { language: [3, 2, 1], solution: ['p3', 'c++', 'p2'] },
    incorrect_solutions: { language: [4], solution: ['java'] },
    cf_rating: 800,
    cf_tags: ['brute force', 'math', 'math', ''],
    time_limit: { seconds: 1, nanos: 500_000_000 },
    memory_limit_bytes: 64_000_000,
    input_file: '',
    output_file: '',
  };

  test('as tables are exported: lists of fields, enumerations as numbers', async () => {
    const problem = await line(record);
    expect(problem).toMatchObject({
      title: '4_A. Watermelon',
      statement: 'Split $w$ kilos.',
      checker: { id: 'codecontests', config: {} },
      limits: { timeMs: 1500, memoryBytes: 64_000_000 },
      source: 'CodeContests, Codeforces',
      tags: ['brute force', 'math'],
      rating: 800,
      references: [
        { language: 'python', source: 'p3', verdict: 'AC' },
        { language: 'cpp', source: 'c++', verdict: 'AC' },
        { language: 'python2', source: 'p2', verdict: 'AC' },
        { language: 'java', source: 'java', verdict: 'rejected' },
      ],
    });
    expect(problem.tests).toEqual([
      { id: 'sample/1', input: '8\n', answers: ['YES\n'], origin: 'sample' },
      { id: 'private/1', input: '3\n', answers: ['NO\n'], group: 'private', origin: 'secret' },
      { id: 'private/2', input: '4\n', answers: ['YES\n'], group: 'private', origin: 'secret' },
      { id: 'generated/1', input: '5\n', answers: ['NO\n'], group: 'generated', origin: 'secret' },
    ]);
  });

  test('as protobuf writes JSON: lists of objects, enumerations by name', async () => {
    const problem = await line({
      ...record,
      public_tests: [{ input: '8\n', output: 'YES\n' }],
      solutions: [{ language: 'PYTHON3', solution: 'p3' }],
      time_limit: '2.5s',
      source: 'CODEFORCES',
    });
    expect(problem).toMatchObject({ limits: { timeMs: 2500 }, source: 'CodeContests, CODEFORCES' });
    expect(problem.tests[0]).toMatchObject({ id: 'sample/1', input: '8\n' });
    expect(problem.references[0]).toEqual({ language: 'python', source: 'p3', verdict: 'AC' });
  });

  test('lines are lines by any name, and a list’s elements are read like lines', async () => {
    const two = await importFile('data.json', lines(record, { ...record, name: 'B' }));
    expect(two.map(({ title }) => title)).toEqual(['4_A. Watermelon', 'B']);
    expect(await importFile('data.json', encode(JSON.stringify([record])))).toEqual([two[0]]);
  });

  test('as a Parquet table, row by row, without the programs that are most of it', async () => {
    const path = 'test/fixtures/parquet/code-contests.parquet';
    const [problem, second] = await importFile('test.parquet', readFileSync(path));
    const rows = await allOf(importNamed([path]));
    expect(rows).toHaveLength(70);
    expect(rows[0]).toEqual(problem);
    expect(problem).toMatchObject({
      title: '4_0. Double',
      statement: 'Print twice $x$, case 0.',
      limits: { timeMs: 2000, memoryBytes: 64_000_000 },
      source: 'CodeContests, Codeforces',
      references: [],
      rating: 800,
    });
    expect(second!.limits.timeMs).toBe(1500);
    expect(rows[69]!.tests.map(({ id, input }) => [id, input])).toEqual([
      ['sample/1', '3\n'],
      ['private/1', '4\n'],
      ['private/2', '69\n'],
    ]);
    const cut = readFileSync(path).subarray(0, 9000);
    await expect(importFile('cut.parquet', cut)).rejects.toThrow('cut.parquet: is no Parquet table');
  });

  test('what is not known gets its default, and of many solutions a few are kept', async () => {
    const many = { language: Array(500).fill(3), solution: Array(500).fill('p') };
    const bare = { ...record, time_limit: null, memory_limit_bytes: 0, cf_rating: 0, solutions: many };
    const problem = await line(bare);
    expect(problem).toMatchObject({ rating: null, limits: { timeMs: 2000, memoryBytes: 256 * 2 ** 20 } });
    expect(problem.references.filter(({ verdict }) => verdict === 'AC')).toHaveLength(5);
  });

  test('input and output files keep their names', async () => {
    const problem = await line({ ...record, input_file: 'a.in', output_file: 'a.out' });
    expect(problem.io).toEqual({ kind: 'files', input: 'a.in', output: 'a.out' });
  });

  test.each([
    [{ input_file: '../a' }, 'input_file: names the file “../a”'],
    [{ public_tests: { input: ['1'], output: [] } }, 'public_tests: holds 1 of “input” and 0 of “output”.'],
    [{ name: 4 }, 'name: is 4; it should be text in quotes.'],
    [{ time_limit: 'soon' }, 'time_limit: should be like “2.5s”.'],
    [{ private_tests: { input: [3], output: ['x'] } }, 'private_tests.input[0]: is 3; it should be text'],
    [
      { public_tests: [], private_tests: null, generated_tests: null },
      'public_tests: is empty, and so are the other tests.',
    ],
  ])('refuses %j', async (change, message) => {
    await expect(line({ ...record, ...change })).rejects.toThrow(`data.jsonl, line 1, ${message}`);
  });
});

describe('APPS', () => {
  const io = { inputs: ['1 2\n', '5 5\n'], outputs: ['3\n', '10\n'] };
  const record = {
    id: 7,
    question: 'Add.\n\n-----Examples-----\nInput\n1 2\n\nOutput\n3\n',
    solutions: JSON.stringify(['print(sum(map(int, input().split())))']),
    input_output: JSON.stringify(io),
    difficulty: 'introductory',
    url: 'https://codeforces.example/1',
    starter_code: '',
  };

  test('the tests that the question shows are the samples', async () => {
    const problem = await line(record);
    expect(problem).toMatchObject({
      title: 'APPS 7',
      statement: record.question.trim(),
      checker: { id: 'apps' },
      limits: { timeMs: 4000 },
      source: 'APPS, https://codeforces.example/1',
      tags: ['introductory'],
      references: [{ language: 'python', verdict: 'AC' }],
    });
    expect(problem.tests).toEqual([
      { id: 'sample/1', input: '1 2\n', answers: ['3\n'], origin: 'sample' },
      { id: 'secret/1', input: '5 5\n', answers: ['10\n'], origin: 'secret' },
    ]);
  });

  test('an input given as lines is joined, as the official grader does', async () => {
    const input_output = JSON.stringify({ inputs: [['1', '2']], outputs: [['3']] });
    const [only] = (await line({ ...record, input_output })).tests;
    expect(only).toMatchObject({ input: '1\n2\n', answers: ['3\n'] });
  });

  test('with a function’s name, tests are calls: arguments a line, and a list’s first element accepted too', async () => {
    const calls = { fn_name: 'add', inputs: [[1, [2, 'x']], ['a']], outputs: [[3], 'b'] };
    const problem = await line({
      ...record,
      starter_code: 'def add(a, b):',
      input_output: JSON.stringify(calls),
    });
    expect(problem).toMatchObject({
      io: { kind: 'call', fn: 'add', starter: 'def add(a, b):' },
      checker: { id: 'json' },
    });
    expect(problem.tests).toEqual([
      { id: 'secret/1', input: '1\n[2,"x"]\n', answers: ['3', '[3]'], origin: 'secret' },
      { id: 'secret/2', input: '"a"\n', answers: ['"b"'], origin: 'secret' },
    ]);
  });

  test.each([
    ['LeetCode writes it', '**Input:** a = 1, b = [2, "x"]\n\n**Output:** 3\n'],
    ['LeetCode writes it, without names', 'Example:\nInput: 1, [2,"x"]\nOutput: 3'],
    ['Codewars writes it', "```python\nadd(1, [2, 'x']) # returns 3\n```"],
    ['Codewars writes it with an arrow', 'So `add(1, [2, "x"])` ==> return `3`.'],
    ['Codewars writes it without a name', "Some cases:\n1, [2, 'x'] --> 3\n"],
  ])('a call that the question shows as %s is a sample', async (_, question) => {
    const calls = {
      fn_name: 'add',
      inputs: [
        [1, [2, 'x']],
        [1, [2]],
      ],
      outputs: [[3], [30]],
    };
    const { tests } = await line({ ...record, question, input_output: JSON.stringify(calls) });
    expect(tests.map(({ id }) => id)).toEqual(['sample/1', 'secret/1']);
    const other = { ...calls, outputs: [[31], [30]] };
    const shown = await line({ ...record, question, input_output: JSON.stringify(other) });
    expect(shown.tests.map(({ id }) => id)).toEqual(['secret/1', 'secret/2']);
  });

  test('a folder of its archive is the same problem as its line', async () => {
    const files = {
      'question.txt': record.question,
      'input_output.json': record.input_output,
      'solutions.json': record.solutions,
      'metadata.json': JSON.stringify({ difficulty: record.difficulty, url: record.url }),
    };
    const folder = (id: string) =>
      Object.entries(files).map(([name, text]) => sourceOf(`test/${id}/${name}`, encode(text)));
    const [first, second] = await allOf(importFiles([...folder('0007'), ...folder('0008')]));
    expect(first).toEqual(await line(record));
    expect(second!.title).toBe('APPS 8');
  });

  test('an argument nested deeper than a call stack is refused', async () => {
    const deep = '['.repeat(1e5) + ']'.repeat(1e5);
    const input_output = `{"fn_name": "f", "inputs": [[${deep}]], "outputs": [1]}`;
    await expect(line({ ...record, input_output })).rejects.toThrow('inputs[0][0]: is nested too deep.');
  });

  test.each([
    [
      { input_output: '{"fn_name": "f", "inputs": [[12345678901234567890]], "outputs": [1]}' },
      'input_output, inputs[0][0]: holds the whole number 12345678901234567000, past 2⁵³',
    ],
    [
      { input_output: '{"fn_name": "f g", "inputs": [[1]], "outputs": [1]}' },
      'input_output, fn_name: is “f g”',
    ],
    [{ input_output: '' }, 'input_output: is empty: the problem has no tests'],
    [{ input_output: '{' }, 'input_output: is not JSON ('],
    [
      { input_output: JSON.stringify({ ...io, outputs: [] }) },
      'input_output, outputs: holds 0 outputs for 2 inputs.',
    ],
    [{ question: ' ' }, 'question: is empty'],
    [{ solutions: '[3]' }, 'solutions, [0]: is 3; it should be text in quotes.'],
  ])('refuses %j', async (change, message) => {
    await expect(line({ ...record, ...change })).rejects.toThrow(`data.jsonl, line 1, ${message}`);
  });
});

describe('xCodeEval', () => {
  const described = (src_uid: string, change: object = {}) => ({
    src_uid,
    description: `Print $$$${src_uid}$$$.`,
    input_from: 'standard input',
    output_to: 'standard output',
    time_limit: '1.5 seconds',
    memory_limit: '256 megabytes',
    input_spec: 'Nothing.',
    output_spec: 'It.',
    notes: null,
    sample_inputs: ['\n'],
    sample_outputs: [`${src_uid}\n`],
    tags: ['strings'],
    difficulty: 900,
    ...change,
  });
  const load = (descriptions: unknown[], tests: unknown, folder = '') =>
    importFiles([
      sourceOf(`${folder}unittest_db.json`, encode(JSON.stringify(tests))),
      sourceOf(`${folder}problem_descriptions.jsonl`, lines(...descriptions)),
    ]);

  test.each(['', 'xcodeeval/'])(
    'descriptions and unit tests are joined by src_uid, in “%s”',
    async (folder) => {
      const tests = { bbb: [{ input: 'x', output: ['1', '2'] }], zzz: [{ input: 'y', output: ['3'] }] };
      const [joined, alone, ...others] = await allOf(
        load([described('aaa'), described('bbb')], tests, folder),
      );
      expect(others).toEqual([]);
      expect(joined).toMatchObject({
        title: 'xCodeEval bbb',
        statement: 'Print $bbb$.\n\n## Input\n\nNothing.\n\n## Output\n\nIt.',
        checker: { id: 'execeval' },
        limits: { timeMs: 1500, memoryBytes: 2 ** 31 },
        source: 'xCodeEval bbb',
        rating: 900,
        tags: ['strings'],
      });
      expect(joined!.tests).toEqual([
        { id: 'sample/1', input: '\n', answers: ['bbb\n'], origin: 'sample' },
        { id: 'secret/1', input: 'x', answers: ['1', '2'], origin: 'secret' },
      ]);
      expect(alone!.tests.map(({ id }) => id)).toEqual(['sample/1']);
    },
  );

  test('descriptions may be imported alone, with their samples; unit tests may not', async () => {
    const [alone] = await importFile(
      'problem_descriptions.jsonl',
      lines(described('aaa', { difficulty: -1 })),
    );
    expect(alone).toMatchObject({ title: 'xCodeEval aaa', rating: null, tests: [{ id: 'sample/1' }] });
    await expect(importFile('unittest_db.json', encode('{}'))).rejects.toThrow(
      'unittest_db.json: holds tests alone; import it together with problem_descriptions.jsonl.',
    );
  });

  test('a problem that cannot be read is said, and the others are still read', async () => {
    const read: string[] = [];
    const broken = [described('aaa', { time_limit: 'soon' }), described('bbb'), { description: 'x' }];
    for await (const problem of load(broken, { bbb: [], aaa: [] })) {
      read.push(problem instanceof ImportError ? problem.message : problem.title);
    }
    expect(read).toEqual([
      'problem_descriptions.jsonl, line 3, src_uid: is missing.',
      'xCodeEval bbb',
      'problem_descriptions.jsonl, line 1, time_limit: is “soon”; it should be like “2 seconds”.',
    ]);
  });

  test('unit tests that are no JSON object end the import with the file’s name', async () => {
    await expect(allOf(load([described('aaa')], ['x']))).rejects.toThrow(
      'unittest_db.json: is not JSON (it should begin with {).',
    );
  });
});

test('xCodeEval’s problems are restricted to those of a split that is dropped with them', async () => {
  const described = (src_uid: string) => ({
    ...{ src_uid, description: src_uid, time_limit: '1 second' },
    ...{ sample_inputs: ['1'], sample_outputs: ['1'] },
  });
  const tests = sourceOf('unittest_db.json', encode('{"a": [{"input": "1", "output": ["1"]}], "b": []}'));
  const split = sourceOf('validation/val.jsonl', lines({ src_uid: 'a', lang: 'GNU C++17', source_code: '' }));
  const all = sourceOf('problem_descriptions.jsonl', lines(described('a'), described('b')));
  const names = async (files: Parameters<typeof importFiles>[0]) =>
    (await allOf(importFiles(files))).map(({ source }) => source);
  expect(await names([tests, all])).toEqual(['xCodeEval a', 'xCodeEval b']);
  expect(await names([tests, sourceOf('val.jsonl', lines({ src_uid: 'a' })), all])).toEqual(['xCodeEval a']);
  expect(await names([{ ...split, path: 'val.jsonl' }, tests, all])).toEqual(['xCodeEval a']);
  // A split's own lines may have the descriptions in them.
  expect(await names([tests, sourceOf('val.jsonl', lines(described('a')))])).toEqual(['xCodeEval a']);
});

test('a row of xCodeEval’s tables has description and unit tests in it', async () => {
  const problem = await line({
    ...{ src_uid: 'abc', prob_desc_description: 'Double it.', prob_desc_time_limit: '2 seconds' },
    ...{ prob_desc_sample_inputs: '["1"]', prob_desc_sample_outputs: '["2"]', difficulty: 800 },
    hidden_unit_tests: '[{"input": "3", "output": ["6"]}]',
  });
  expect(problem).toMatchObject({ statement: 'Double it.', rating: 800, source: 'xCodeEval abc' });
  expect(problem.tests.map(({ id, answers }) => [id, answers])).toEqual([
    ['sample/1', ['2']],
    ['secret/1', ['6']],
  ]);
});

describe('LiveCodeBench', () => {
  const record = {
    question_title: 'Double',
    question_content: 'Print twice the number.',
    platform: 'atcoder',
    question_id: 'abc999_a',
    contest_id: 'abc999',
    contest_date: '2024-08-03T00:00:00',
    starter_code: '',
    difficulty: 'easy',
    public_test_cases: '[{"input": "1\\n", "output": "2\\n", "testtype": "stdin"}]',
    private_test_cases: '[{"input": "2\\n", "output": "4 é\\n", "testtype": "stdin"}]',
    metadata: '{}',
  };

  test('public tests are samples, private ones secret, and the grader is its own', async () => {
    const problem = await line(record);
    expect(problem).toMatchObject({
      title: 'Double',
      statement: 'Print twice the number.',
      io: { kind: 'stdin' },
      checker: { id: 'livecodebench' },
      limits: { timeMs: 6000 },
      source: 'LiveCodeBench abc999_a, atcoder, 2024-08-03',
      tags: ['easy'],
    });
    expect(problem.tests).toEqual([
      { id: 'sample/1', input: '1\n', answers: ['2\n'], origin: 'sample' },
      { id: 'secret/1', input: '2\n', answers: ['4 é\n'], origin: 'secret' },
    ]);
  });

  /** The private tests above as Python packs them: base64 of zlib of a pickle of the text. */
  const PACKED = {
    'protocol 2':
      'eJxrYIqwZ2BgiK5WyswrKC1RslJQMorJU9JRUMovLYEKmCjElBoYpFpCxEtSi0tKKgtSQTLFJSmZeUq1sYUMegDo3hUV',
    'protocol 4':
      'eJxrYJnqzAABPfbR1UqZeQWlJUpWCkpGMXlKOgpK+aUlUAEThZhSA4NUS4h4SWpxSUllQSpIprgkJTNPqTZ2ih4AI6wWRg==',
    'protocol 5':
      'eJxrYJ3qzAABPfbR1UqZeQWlJUpWCkpGMXlKOgpK+aUlUAEThZhSA4NUS4h4SWpxSUllQSpIprgkJTNPqTZ2ih4AI/kWRw==',
  };
  test.each(Object.entries(PACKED))('private tests packed by %s are unpacked', async (_, packed) => {
    expect((await line({ ...record, private_test_cases: packed })).tests).toEqual((await line(record)).tests);
  });

  test('with a function’s name it is called, its arguments a line each, and compared by value', async () => {
    const problem = await line({
      ...record,
      starter_code: 'class Solution:\n    def total(self, xs, y):\n        ',
      public_test_cases: '[{"input": "[1,2]\\n3", "output": "6", "testtype": "functional"}]',
      private_test_cases:
        'eJxrYJl6hAECeg5EVytl5hWUlihZKShFG+oYxcbkGSvpKCjll5ZARc1A3JLU4pKSyoJUkEBaaV5ySWZ+XmKOUq2OwsDqj52iBwDu2z8O',
      metadata: '{"func_name": "total"}',
    });
    expect(problem).toMatchObject({ io: { kind: 'call', fn: 'total' }, checker: { id: 'json' } });
    expect(problem.tests).toHaveLength(4);
    expect(problem.tests[3]).toMatchObject({ input: '[1,2]\n3', answers: ['6'], origin: 'secret' });
  });

  test.each([
    [
      'a list',
      'eJxrYJnqxgABsVN67KOrlTLzCkpLlKwUlIxi8pR0FJTyS0ugAiYKMaUGBqmWEPGS1OKSksqCVJBMcUlKZp5SbeyURD0Af3wXmw==',
      'is a pickle of something else than one text.',
    ],
    ['bytes that are not zlib', 'AAAA', 'cannot be unpacked (invalid zlib data).'],
    ['what is no base64', 'eJx?', 'is neither a list as JSON nor base64.'],
  ])('a pickle of %s is refused', async (_, private_test_cases, message) => {
    await expect(line({ ...record, private_test_cases })).rejects.toThrow(
      `data.jsonl, line 1, private_test_cases: ${message}`,
    );
  });
});

test('MapCoder’s own selections read standard input, and outputs that were results are as Python prints them', async () => {
  const record = {
    ...{
      name: '3554',
      id: 3554,
      difficulty: 'introductory',
      description: 'Zonk.',
      starter_code: 'def f(x):',
    },
    sample_io: [{ input: '[1, 2]', output: [100] }],
    test_list: [
      { input: '[1]', output: ['Zonk', true] },
      { input: '[2]', output: [[1, 'a', null]] },
    ],
  };
  const problem = await line(record);
  expect(problem).toMatchObject({
    title: 'APPS 3554',
    checker: { id: 'execeval' },
    source: 'APPS, as MapCoder has it',
    io: { kind: 'stdin' },
  });
  expect(problem.tests.map(({ id, answers }) => [id, answers])).toEqual([
    ['sample/1', ['100']],
    ['secret/1', ['Zonk', 'True']],
    ['secret/2', ["[1, 'a', None]"]],
  ]);
  const contest = await line({ ...record, name: '1575_A', difficulty: 7 });
  expect(contest).toMatchObject({ title: '1575_A', source: 'CodeContests, as MapCoder has it' });
});
