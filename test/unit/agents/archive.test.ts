import { describe, expect, test } from 'vitest';
import type { Solved } from '../../../src/agents/archive/archive.ts';
import { createArchive } from '../../../src/agents/archive/create-archive.ts';
import { solvedOf } from '../../../src/agents/archive/solved-of.ts';
import type { SolveEvent } from '../../../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { coder } from '../../../src/agents/roles/index.ts';
import { solve } from '../../../src/agents/solve.ts';
import type { Judge } from '../../../src/judge/judge.ts';
import { openProblem } from '../../../src/judge/problem.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { toSolved } from '../../../src/studio/family/solved.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { oracleEngine } from './oracle-engine.ts';

const made = familyProblem(11, 0, 'test');
const problem = await toProblem(made, 'test');

async function solvedProblems(count: number): Promise<Solved[]> {
  const others = Array.from({ length: count }, (_, i) => familyProblem(5, i, 'train'));
  return Promise.all(others.map(async (other) => toSolved(other, await toProblem(other, 'test'))));
}
const others = await solvedProblems(60);
const SECRET = 'the planted answer';

/** The problem's own solution, under its id or another, its statement told in so many words. */
const planted = (id: string, statement: string): Solved => ({
  ...{ problem: id, title: 'Planted', statement, technique: SECRET, tutorial: SECRET, steps: [SECRET] },
});

describe('an archive', () => {
  test('finds the problem that shares what is rare, the most similar first', async () => {
    const statement =
      'There are n towns and m roads between them, each of a given length. Find the length of the shortest way from the first town to the last.';
    const roads = { ...others[0]!, problem: 'roads', title: 'Roads', statement, technique: 'Dijkstra' };
    const asked =
      'n islands are joined by m bridges, each of a given length. How long is the shortest way from the first island to the last?';
    const [first] = await createArchive([...others, roads]).find({ id: 'x', statement: asked }, 3);
    expect(first).toMatchObject({ title: 'Roads', retrieval: { similar: statement, technique: 'Dijkstra' } });
  });

  test('finds nothing where nothing is similar', async () => {
    const statement = 'Colour the vertices of a planar graph so that no two adjacent ones are alike.';
    expect(await createArchive(others).find({ id: 'x', statement }, 3)).toEqual([]);
  });

  test.each([
    ['the problem itself', problem.id, problem.statement],
    ['a copy under another id', 'other', problem.statement],
    [
      'a copy with other names, signs and lines',
      'other',
      problem.statement.toUpperCase().replace(/\. /g, ';\n\n'),
    ],
    ['a copy with a story before it', 'other', `Once upon a time. ${problem.statement}`],
  ])('never gives %s', async (_, id, statement) => {
    const archive = createArchive([...others, planted(id, statement)]);
    const found = await archive.find(problem, 60);
    expect(JSON.stringify(found)).not.toContain(SECRET);
  });
});

test('a solve with a copy and its solution in the archive uses neither', async () => {
  const archive = createArchive([...others, planted('other', problem.statement), planted(problem.id, 'x')]);
  const { engine, asked } = oracleEngine(made);
  const judge: Judge = {
    async *judge({ tests }) {
      for (const { id } of tests)
        yield { id, verdict: 'AC', detail: '', stdout: '', stderr: '', measured: { ms: 0 } };
    },
  };
  const events: SolveEvent[] = [];
  const context = {
    ...{ engine, judge, archive, run: 'r', now: () => 0, options: DEFAULT_OPTIONS },
    signal: new AbortController().signal,
    grade: async () => ({ verdict: 'AC' as const, tests: [] }),
  };
  for await (const event of solve(openProblem(problem), context)) if (!('live' in event)) events.push(event);
  expect(events.some(({ type }) => type === 'found')).toBe(true);
  expect(JSON.stringify(events)).not.toContain(SECRET);
  expect(JSON.stringify(asked)).not.toContain(SECRET);

  // What it solved is worth something to the next run, and that is what the oracle knows.
  expect(solvedOf(events, problem)).toMatchObject({
    problem: problem.id,
    technique: toSolved(made, problem).technique,
    steps: toSolved(made, problem).steps,
  });
  expect(solvedOf(events.slice(0, -2), problem)).toBeNull();
});

test('what the archive has stands in the planner’s prompt, and the model is asked for the rest', async () => {
  const found = {
    problem: 'p',
    title: 'T',
    likeness: 0.7,
    retrieval: { similar: 's', technique: 'sorting', tutorial: 'Sort first.' },
  };
  const archive = { find: async () => [found] };
  const { engine, asked } = oracleEngine(made, ({ role }) =>
    role === 'coder'
      ? coder.write('print(1)', { statement: '', plan: { steps: [] }, language: 'python' })
      : undefined,
  );
  const judge: Judge = {
    async *judge({ tests }) {
      for (const { id } of tests)
        yield { id, verdict: 'AC', detail: '', stdout: '', stderr: '', measured: { ms: 0 } };
    },
  };
  const context = {
    ...{ engine, judge, archive, run: 'r', now: () => 0 },
    options: { ...DEFAULT_OPTIONS, earlyStop: false, plans: 2 },
    signal: new AbortController().signal,
    grade: async () => ({ verdict: 'AC' as const, tests: [] }),
  };
  for await (const _ of solve(openProblem(problem), context));
  const prompts = asked
    .filter(({ id }) => id.startsWith('planner'))
    .map(({ prompt }) => JSON.stringify(prompt));
  expect(prompts[0]).toContain('Technique: sorting\\nTutorial: Sort first.');
  expect(prompts[1]).not.toContain('Technique: sorting\\nTutorial: Sort first.');
  expect(asked.filter(({ id }) => id.startsWith('retriever'))).toHaveLength(1);
});
