import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { ImportError } from '../../../src/judge/import/import-error.ts';
import { allOf, importFile, importFiles } from '../../../src/judge/import/index.ts';
import { sourceOf } from '../../../src/judge/import/source.ts';
import type { Problem } from '../../../src/judge/problem.ts';

type Files = Record<string, string>;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const encoded = (files: Files) =>
  Object.entries(files).map(([path, text]): [string, Uint8Array] => [path, encode(text)]);
const zipped = (files: Files, name = 'tests.zip'): Promise<Problem[]> =>
  importFile(name, zipSync(Object.fromEntries(encoded(files))));
const folder = (files: Files): Promise<Problem[]> =>
  allOf(importFiles(encoded(files).map(([path, bytes]) => sourceOf(`sum/${path}`, bytes))));

describe.each([
  ['a zip', zipped],
  ['a folder', folder],
])('%s of test files', (_where, load) => {
  test('pairs inputs with answers: samples by their names, the others secret, numbers in order', async () => {
    const [problem, ...others] = await load({
      '10.in': 'ten\r\n',
      '10.ans': '10\n',
      '2.in': 'two\n',
      '2.out': '2\n',
      'sample-1.in': 'one\n',
      'sample-1.out': '1\n',
      'README.txt': 'x',
      '__MACOSX/._2.in': 'junk',
    });
    expect(others).toEqual([]);
    expect(problem!.tests).toEqual([
      { id: 'sample-1', input: 'one\n', answers: ['1\n'], origin: 'sample' },
      { id: '2', input: 'two\n', answers: ['2\n'], origin: 'secret' },
      { id: '10', input: 'ten\n', answers: ['10\n'], origin: 'secret' },
    ]);
    expect(problem!.statement).toBe('');
  });

  test('takes a Markdown file beside them as the statement, and .ans before .out', async () => {
    const files = {
      'a/1.in': 'x',
      'a/1.ans': 'right',
      'a/1.out': 'somebody’s',
      'a/statement.md': 'Print.\n',
    };
    expect((await load(files))[0]).toMatchObject({
      statement: 'Print.',
      tests: [{ id: '1', answers: ['right'] }],
    });
  });

  test.each<[Files, RegExp]>([
    [{ '1.in': 'x' }, /^(tests\.zip|sum)\/1\.in: has no answer; 1\.ans or 1\.out is missing\.$/],
    [{ '1.in': 'x', '1.ans': 'y', '2.out': 'z' }, /2\.out: has no input; its \.in file is missing\.$/],
    [
      { '1.in': 'x', '1.ans': 'y', 'a.md': '```input\n1\n```\n```output\n1\n```' },
      /a\.md: has samples of its own/,
    ],
    [{ 'a.txt': 'x' }, /^(tests\.zip|sum): holds no problem: no problem\.yaml \(Kattis\)/],
    [{ '1.in': 'x', '1.ans': 'y', '../2.in': 'z' }, /^(tests\.zip|sum), \.\.\/2\.in: the name leads outside/],
    [{ '1.in': 'x', '1.ans': 'y', 'a\\..\\..\\2.in': 'z' }, /the name leads outside/],
  ])('refuses %j', async (files, message) => {
    await expect(load(files)).rejects.toThrow(message);
  });
});

test('tests that are not text are refused by name', async () => {
  const archive = zipSync({ '1.in': new Uint8Array([0xff, 0xfe]), '1.ans': encode('y') });
  await expect(importFile('t.zip', archive)).rejects.toThrow('t.zip/1.in: is not UTF-8 text');
});

describe('a Markdown file', () => {
  const load = async (text: string): Promise<Problem> =>
    (await importFile('contest/Sum it.md'.slice(8), encode(text)))[0]!;
  const sample = '```input\n1 2\n```\n\n~~~ output\n3\n~~~\n';

  test('has its samples in fences, its title in the first heading, its statement in the rest', async () => {
    const problem = await load(
      `# Sum\n\nAdd.\n\n\`\`\`python\n# input\n\`\`\`\n\n${sample}\n## Note\r\nEasy.\n${sample}`,
    );
    expect(problem.title).toBe('Sum');
    expect(problem.statement).toBe('Add.\n\n```python\n# input\n```\n\n## Note\nEasy.');
    expect(problem.tests).toEqual([
      { id: 'sample/1', input: '1 2\n', answers: ['3\n'], origin: 'sample' },
      { id: 'sample/2', input: '1 2\n', answers: ['3\n'], origin: 'sample' },
    ]);
  });

  test('without a heading is named by its file; a sample’s text may hold ticks', async () => {
    const problem = await load('Print.\n````input\n```\n````\n```output\n```');
    expect(problem).toMatchObject({ title: 'Sum it', statement: 'Print.' });
    expect(problem.tests[0]).toMatchObject({ input: '```\n', answers: [''] });
  });

  test('keeps scripts and remote images of its statement as text', async () => {
    const hostile = '<script>alert(1)</script> ![x](https://tracker.example/x.png)';
    expect((await load(`${hostile}\n${sample}`)).statement).toBe(hostile);
  });

  test.each([
    ['Just text.', 'Sum it.md: has no samples; put each in a fence, ```input and then ```output.'],
    ['```input\n1', 'Sum it.md, line 1: the fence of this input is never closed; end it with ```.'],
    ['\n```output\n1\n```', 'Sum it.md, line 2: an output needs an ```input before it.'],
    ['```input\n1\n```\n```input\n2\n```', 'Sum it.md, line 1: an input needs an ```output after it.'],
    ['```input\n1\n```', 'Sum it.md, line 1: an input needs an ```output after it.'],
  ])('%j is refused', async (text, message) => {
    await expect(load(text)).rejects.toThrow(message);
  });
});

describe('what holds several problems', () => {
  const kattis = (name: string): Files => ({
    [`${name}/problem.yaml`]: `name: ${name}`,
    [`${name}/problem_statement/problem.md`]: 'Do it.',
    [`${name}/data/secret/1.in`]: 'x',
    [`${name}/data/secret/1.ans`]: 'y',
  });

  test('a zip of packages gives them all', async () => {
    const problems = await zipped({ ...kattis('one'), ...kattis('two'), 'README.md': 'x' });
    expect(problems.map(({ title }) => title).sort()).toEqual(['one', 'two']);
  });

  test('one that cannot be read is said with its folder, and the others are still read', async () => {
    const files = { ...kattis('one'), ...kattis('two'), 'one/problem.yaml': 'type: multi-pass' };
    const read: string[] = [];
    for await (const problem of importFiles([
      sourceOf('all.zip', zipSync(Object.fromEntries(encoded(files)))),
    ])) {
      read.push(problem instanceof ImportError ? problem.message : problem.title);
    }
    expect(read).toEqual([
      expect.stringContaining('one: problem.yaml, type: “multi-pass” problems cannot'),
      'two',
    ]);
  });

  test('several files are read one after the other', async () => {
    const markdown = 'A.\n```input\n1\n```\n```output\n1\n```';
    const files = [
      sourceOf('a.md', encode(markdown)),
      sourceOf('b.txt', encode('?')),
      sourceOf('c.md', encode(markdown)),
    ];
    const read: unknown[] = [];
    for await (const problem of importFiles(files))
      read.push(problem instanceof ImportError ? problem.file : problem.title);
    expect(read).toEqual(['a', 'b.txt', 'c']);
  });
});

describe('archives that attack', () => {
  const bomb = (claimed: number): Uint8Array => {
    const archive = zipSync({ '1.in': new Uint8Array(8 * 2 ** 20), '1.ans': encode('y') });
    const view = new DataView(archive.buffer);
    const entry = Buffer.from(archive).indexOf('PK\u0001\u0002');
    view.setUint32(entry + 24, claimed, true);
    return archive;
  };

  test('one that claims more than fits is refused before it is unpacked', async () => {
    await expect(importFile('bomb.zip', bomb(2 ** 30))).rejects.toThrow(
      'bomb.zip: is larger than 512 MiB unpacked.',
    );
  });

  test('one that unpacks to more than it claims is refused', async () => {
    await expect(importFile('bomb.zip', bomb(10))).rejects.toThrow(
      'bomb.zip, 1.in: does not have the checksum that the archive gives; the archive is damaged',
    );
  });

  test('one with a changed byte in a test is refused', async () => {
    const archive = zipSync({ '1.in': encode('one two three'), '1.ans': encode('y') }, { level: 0 });
    archive[Buffer.from(archive).indexOf('two')]! += 1;
    await expect(importFile('t.zip', archive)).rejects.toThrow('t.zip, 1.in: does not have the checksum');
  });

  const link = { os: 3, attrs: (0o120777 << 16) >>> 0 };

  test('links are the files of the archive that they lead to', async () => {
    const archive = zipSync({
      'a/1.in': encode('x'),
      'a/1.ans': encode('y'),
      'b/2.in': [encode('../a/./1.in'), link],
      'b/2.ans': [encode('3.ans'), link],
      'b/3.ans': [encode('../a/1.ans'), link],
      'b/3.in': encode('z'),
    });
    expect((await importFile('t.zip', archive))[0]!.tests).toMatchObject([
      { id: 'a/1', input: 'x', answers: ['y'] },
      { id: 'b/2', input: 'x', answers: ['y'] },
      { id: 'b/3', input: 'z', answers: ['y'] },
    ]);
  });

  test.each(['/etc/passwd', '../../etc/passwd', '../a/1.ans', 'gone', '.'])(
    'a link to %s is refused',
    async (target) => {
      const archive = zipSync({ 'a/1.in': encode('x'), 'a/1.ans': [encode(target), link] });
      await expect(importFile('t.zip', archive)).rejects.toThrow(
        't.zip, a/1.ans: is a link that leads to no file of the archive.',
      );
    },
  );

  test('names that are no ASCII are read', async () => {
    const [problem] = await zipped({ 'prüfung-ß.in': 'x', 'prüfung-ß.ans': 'y' });
    expect(problem!.tests.map(({ id }) => id)).toEqual(['prüfung-ß']);
  });

  test('an archive within an archive is not opened', async () => {
    const inner = zipSync({ '1.in': encode('x'), '1.ans': encode('y') });
    await expect(importFile('outer.zip', zipSync({ 'inner.zip': inner }))).rejects.toThrow(
      'outer.zip: holds no problem',
    );
  });

  test('one with too many files is refused', async () => {
    const many = Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`${i}.in`, new Uint8Array()]));
    await expect(importFile('many.zip', zipSync(many, { level: 0 }))).rejects.toThrow(
      'many.zip: holds more than 20000 files.',
    );
  });

  test('a name that JavaScript gives a meaning is a name like any other', async () => {
    const archive = Buffer.from(
      zipSync({ '1.in': encode('x'), '1.ans': encode('y'), __prot0__: encode('z') }),
    );
    for (let at = archive.indexOf('__prot0__'); at >= 0; at = archive.indexOf('__prot0__'))
      archive.write('__proto__', at);
    expect((await importFile('t.zip', archive))[0]!.tests).toHaveLength(1);
    const json = encode('{"__proto__": {"title": "x"}, "tests": []}');
    await expect(importFile('p.json', json)).rejects.toThrow('p.json, tests: is empty');
  });
});
