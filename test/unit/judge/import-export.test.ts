import { describe, expect, test } from 'vitest';
import { createProblem } from '../../../src/judge/create.ts';
import { importFile } from '../../../src/judge/import/index.ts';
import { exportProblem } from '../../../src/judge/import/problem-json.ts';
import type { Problem } from '../../../src/judge/problem.ts';

/** Numbers from 0 to 1 by a seed (mulberry32), so that a failing case can be made again. */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PIECES = [
  'a',
  ' ',
  '\n',
  '\r\n',
  '"',
  '\\',
  '\u0000',
  '\u2028',
  'é',
  '😀',
  '\ud800',
  '</script>',
  '{}',
  '$x$',
  '\ufeff',
  '0',
];

/** Any problem that a source may give, strange characters and empty fields included. */
function arbitraryProblem(seed: number): Promise<Problem> {
  const random = randomBy(seed);
  const below = (bound: number): number => Math.floor(random() * bound);
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)]!;
  const text = (): string => Array.from({ length: below(8) }, () => pick(PIECES)).join('');
  const name = (): string => `${text()}n${text()}`;
  const list = <T>(most: number, make: (index: number) => T): T[] =>
    Array.from({ length: below(most + 1) }, (_, index) => make(index));
  const some = <T>(make: () => T): T | undefined => (random() < 0.5 ? make() : undefined);
  const judgeProgram = () => ({
    language: name(),
    source: text(),
    ...(random() < 0.5 ? {} : { files: { 'testlib.h': text(), 'a b.txt': text() } }),
    protocol: pick(['kattis', 'testlib'] as const),
    ...(random() < 0.5 ? {} : { args: list(3, text) }),
  });
  const draft = {
    title: name(),
    statement: some(text),
    tests: [0, ...list(4, (index) => index + 1)].map((index) => {
      const group = some(text);
      return {
        id: `${index}${text()}`,
        input: text(),
        answers: [text(), ...list(2, text)],
        ...(group === undefined ? {} : { group }),
        ...(random() < 0.2 ? { config: { [name()]: text() } } : {}),
        ...(random() < 0.2 ? { args: list(2, text) } : {}),
        origin: pick(['sample', 'secret', 'user'] as const),
      };
    }),
    limits: some(() => ({
      timeMs: 1 + below(10_000),
      memoryBytes: 1 + below(2 ** 30),
      outputBytes: 1 + below(2 ** 25),
    })),
    checker: some(() => ({
      id: 'tokens',
      config: Object.fromEntries(list(3, () => [name(), pick([text(), below(9) / 7, true, false])])),
    })),
    io: some(() =>
      pick([
        { kind: 'stdin' as const },
        { kind: 'files' as const, input: 'a.in', output: '' },
        { kind: 'files' as const, input: '', output: 'b out.txt' },
        { kind: 'call' as const, fn: 'solve', starter: text() },
      ]),
    ),
    assets: some(() => list(2, () => ({ name: name(), mediaType: 'image/png', base64: 'AAEC' }))),
    references: some(() =>
      list(2, () => ({
        ...(random() < 0.5 ? { name: name() } : {}),
        language: name(),
        source: text(),
        verdict: name(),
      })),
    ),
    source: some(text),
    tags: some(() => list(3, text)),
    rating: some(() => below(4000)),
  };
  const interactor = !draft.io || draft.io.kind === 'stdin' ? some(judgeProgram) : undefined;
  const program = random() < 0.2 ? judgeProgram() : null;
  const checker = program ? { id: 'program', config: {}, program } : draft.checker;
  return createProblem(JSON.parse(JSON.stringify({ ...draft, interactor, checker })));
}

describe('a problem that was exported imports again to the same', () => {
  test('whatever is in it', async () => {
    for (let seed = 1; seed <= 500; seed++) {
      const problem = await arbitraryProblem(seed);
      for (const indent of [0, 2]) {
        const bytes = new TextEncoder().encode(exportProblem(problem, indent));
        const [again, ...others] = await importFile('problem.json', bytes);
        expect(again, `seed ${seed}`).toEqual(problem);
        expect(others).toEqual([]);
      }
    }
  });

  test('as a list and as JSON Lines too', async () => {
    const problems = await Promise.all([1, 2, 3].map(arbitraryProblem));
    const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
    const lines = problems.map((problem) => `${exportProblem(problem)}\n`).join('');
    expect(await importFile('all.jsonl', encode(lines))).toEqual(problems);
    const list = `[${problems.map((problem) => exportProblem(problem)).join(',\n')}]`;
    expect(await importFile('all.json', encode(list))).toEqual(problems);
  });
});
