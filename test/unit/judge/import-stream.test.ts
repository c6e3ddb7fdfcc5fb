import { describe, expect, test } from 'vitest';
import { importXCodeEval } from '../../../src/judge/import/datasets/xcodeeval.ts';
import { ImportError } from '../../../src/judge/import/import-error.ts';
import { importFiles } from '../../../src/judge/import/index.ts';
import { jsonElements, jsonLines, jsonMembers } from '../../../src/judge/import/json-stream.ts';
import type { SourceFile } from '../../../src/judge/import/source.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A file that comes in pieces of `size` bytes. */
function inPieces(text: string, size: number, path = 'data.json'): SourceFile {
  const bytes = encode(text);
  return {
    path,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    },
  };
}

async function valuesOf(readers: AsyncIterable<unknown>): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const reader of readers)
    values.push(reader instanceof ImportError ? reader.message : (reader as { value: unknown }).value);
  return values;
}

const TRICKY = [{ a: '],}{[","' }, 'é\\"\\\\', [[], {}, [1, [2]]], -1.5e3, null, '\u2028\n'];

describe.each([1, 2, 7, 4096])('in pieces of %i bytes', (size) => {
  test('a JSON list is split where JSON.parse would split it', async () => {
    expect(await valuesOf(jsonElements(inPieces(JSON.stringify(TRICKY, null, 1), size)))).toEqual(TRICKY);
    expect(await valuesOf(jsonElements(inPieces(' [ ] \n', size)))).toEqual([]);
  });

  test('a JSON object is split into its members, in their order', async () => {
    const members: [string, unknown][] = [];
    const text = JSON.stringify({ ',"': 1, b: TRICKY, 'é}': {} });
    for await (const [key, { value }] of jsonMembers(inPieces(text, size))) members.push([key, value]);
    expect(members).toEqual([
      [',"', 1],
      ['b', TRICKY],
      ['é}', {}],
    ]);
  });

  test('JSON Lines are split at line ends alone, and a broken line does not take the others with it', async () => {
    const text = `${JSON.stringify(TRICKY)}\r\n\n{"a":\n"last"`;
    const [first, broken, last] = await valuesOf(jsonLines(inPieces(text, size)));
    expect([first, last]).toEqual([TRICKY, 'last']);
    expect(broken).toMatch(/^data\.json, line 3: is not JSON \(/);
  });
});

test.each([
  ['[1, 2', 'data.json: is not JSON (it ends before its last bracket).'],
  ['[1] 2', 'data.json: is not JSON (something follows its end).'],
  ['', 'data.json: is not JSON (it is empty).'],
  ['{"a": 1}', 'data.json: is not JSON (it should begin with [).'],
])('a list that is %j is refused', async (text, message) => {
  await expect(valuesOf(jsonElements(inPieces(text, 3)))).rejects.toThrow(message);
});

test('an element that is not JSON is named by its place', async () => {
  const [, second] = await valuesOf(jsonElements(inPieces('[1, x, 3]', 4)));
  expect(second).toMatch(/^data\.json, \[1\]: is not JSON \(/);
});

describe('of a large file, no more is held than one problem and one chunk', () => {
  const PROBLEMS = 4000;
  const CHUNK = 64 * 1024;
  const input = 'x'.repeat(20_000);

  /** Makes the pieces as they are asked for, in chunks, and counts what has been asked for. */
  function generated(path: string, pieces: () => Iterable<string>) {
    const state = { taken: 0 };
    const source: SourceFile = {
      path,
      async *chunks() {
        let held: string[] = [];
        let size = 0;
        for (const piece of pieces()) {
          held.push(piece);
          size += piece.length;
          if (size < CHUNK) continue;
          state.taken += size;
          yield encode(held.join(''));
          held = [];
          size = 0;
        }
        state.taken += size;
        yield encode(held.join(''));
      },
    };
    return { state, source };
  }

  test('JSON Lines of 80 MB', async () => {
    const line = (i: number) =>
      `${JSON.stringify({ title: `P${i}`, tests: [{ id: '1', input, answers: ['y'], origin: 'secret' }] })}\n`;
    const { state, source } = generated('many.jsonl', function* () {
      for (let i = 0; i < PROBLEMS; i++) yield line(i);
    });
    let [count, given, ahead] = [0, 0, 0];
    for await (const problem of importFiles([source])) {
      if (problem instanceof ImportError) throw problem;
      given += line(count++).length;
      ahead = Math.max(ahead, state.taken - given);
    }
    expect(count).toBe(PROBLEMS);
    expect(state.taken).toBeGreaterThan(80e6);
    // The head that tells what kind of file it is was read apart.
    expect(ahead).toBeLessThan(3 * (CHUNK + line(0).length));
  });

  test('xCodeEval’s unit tests of 80 MB', async () => {
    const uid = (i: number) => `uid${i}`;
    const member = (i: number) => `"${uid(i)}": ${JSON.stringify([{ input, output: ['y', 'z'] }])}`;
    const { state, source } = generated('unittest_db.json', function* () {
      yield '{';
      for (let i = 0; i < PROBLEMS; i++) yield (i > 0 ? ',' : '') + member(i);
      yield '}';
    });
    const described = Array.from({ length: PROBLEMS }, (_, i) =>
      JSON.stringify({
        src_uid: uid(i),
        description: 'Do.',
        time_limit: '1 second',
        sample_inputs: [],
        sample_outputs: [],
      }),
    ).join('\n');
    let [count, given, ahead] = [0, 0, 0];
    const descriptions = [inPieces(described, CHUNK, 'problem_descriptions.jsonl')];
    for await (const problem of importXCodeEval({ descriptions, split: [], tests: source })) {
      if (problem instanceof ImportError) throw problem;
      given += member(count++).length;
      ahead = Math.max(ahead, state.taken - given);
    }
    expect(count).toBe(PROBLEMS);
    expect(state.taken).toBeGreaterThan(80e6);
    expect(ahead).toBeLessThan(2 * (CHUNK + member(0).length));
  });

  test('a line that never ends is refused before it fills the memory', async () => {
    const { state, source } = generated('endless.jsonl', function* () {
      const part = ' '.repeat(1024 * 1024);
      for (;;) yield part;
    });
    const { value: problem } = await importFiles([source]).next();
    expect(problem).toMatchObject({
      message: 'endless.jsonl: holds one value of more than 256 MiB; it should be one problem a line.',
    });
    expect(state.taken).toBeLessThan(300e6);
  });
});
