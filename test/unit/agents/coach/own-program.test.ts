import { afterAll, describe, expect, test } from 'vitest';
import { type ExplainEvent, explain } from '../../../../src/agents/coach/explain.ts';
import { type MendEvent, mend } from '../../../../src/agents/coach/mend.ts';
import { type StressEvent, stress } from '../../../../src/agents/coach/stress.ts';
import { createProblem, samplesOf } from '../../../../src/judge/create.ts';
import { createJudge } from '../../../../src/judge/create-judge.ts';
import { gradeTask } from '../../../../src/judge/grade.ts';
import { type Problem, rulesOf } from '../../../../src/judge/problem.ts';
import { familyProblem } from '../../../../src/studio/family/problem.ts';
import { writePython } from '../../../../src/studio/family/python.ts';
import { toProblem } from '../../../../src/studio/family/to-problem.ts';
import { createNodeRunner } from '../../../../tools/node-runner.ts';
import { oracleEngine } from '../oracle-engine.ts';

const runner = createNodeRunner();
const judge = createJudge(runner);
const { signal } = new AbortController();
afterAll(() => runner.dispose());

const python = (source: string) => ({ language: 'python', source });
async function all<E>(events: AsyncIterable<E>): Promise<E[]> {
  const seen: E[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

const largest: Problem = await createProblem({
  title: 'Largest',
  statement: 'Print the largest of n numbers.',
  tests: [
    ...samplesOf([{ input: '3\n1 7 3\n', output: '7\n' }]),
    { id: 'secret/1', input: '5\n-5 -9 -3 -70 -12\n', answers: ['-3\n'], origin: 'secret' },
  ],
});
const right = 'n = int(input())\nprint(max(map(int, input().split())))\n';
const wrong =
  'n = int(input())\na = list(map(int, input().split()))\nbest = 0\nfor x in a:\n    best = max(best, x)\nprint(best)\n';
const known = [{ submission: python(right), who: 'a friend' }];

describe('a failing program is explained', () => {
  const explained = (source: string, trusted = known, problem = largest): Promise<ExplainEvent[]> =>
    all(
      explain({
        ...{ runner, judge, problem, submission: python(source), tests: problem.tests, results: null },
        right: trusted,
        signal,
      }),
    );

  test('by the smallest test that shows its fault, and what it did on it', async () => {
    const events = await explained(wrong);
    expect(events.map(({ type }) => type).filter((type) => type !== 'shrinking')).toEqual([
      'judged',
      'judged',
      'failing',
      'shrunk',
      'traced',
    ]);
    const shrunk = events.find((event) => event.type === 'shrunk')!;
    expect(shrunk).toMatchObject({ by: 'a friend', test: { input: '1\n-1\n', answers: ['-1\n'] } });
    const { traced } = events.at(-1) as Extract<ExplainEvent, { type: 'traced' }>;
    expect(traced!.trace.steps.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 4, 6]);
  });

  test('by the given test where nobody knows other answers, and where who says so is wrong', async () => {
    for (const trusted of [[], [{ submission: python('print(7)'), who: 'a liar' }]]) {
      const shrunk = (await explained(wrong, trusted)).find(({ type }) => type === 'shrunk');
      expect(shrunk).toMatchObject({ by: null, test: { id: 'secret/1' } });
    }
  });

  test('and one that passes is said to pass', async () => {
    expect((await explained(right)).at(-1)).toEqual({ type: 'passes' });
  });

  test('and one that does not compile has nothing to be shrunk', async () => {
    expect((await explained('print(')).at(-1)).toMatchObject({ type: 'failing', result: { verdict: 'CE' } });
  });
});

describe('stress testing', () => {
  const stressed = (
    source: string,
    more: Partial<Parameters<typeof stress>[0]> = {},
  ): Promise<StressEvent[]> =>
    all(
      stress({
        ...{ runner, problem: largest, submission: python(source), brute: known, most: 60, signal },
        inputs: { kind: 'changed tests' },
        ...more,
      }),
    );

  test('finds the smallest input on which a program differs, among changed tests', async () => {
    const found = (await stressed(wrong)).at(-1)!;
    expect(found).toMatchObject({
      type: 'differs',
      by: 'a friend',
      test: { input: '1\n-1\n', origin: 'user' },
    });
  });

  test('finds it among a generator’s inputs', async () => {
    const generator = python(
      'import random\nrandom.seed(int(input()))\nn = random.randint(1, 4)\nprint(n)\nprint(*[random.randint(-9, 9) for _ in range(n)])',
    );
    const found = (await stressed(wrong, { inputs: { kind: 'generator', program: generator } })).at(-1)!;
    expect(found).toMatchObject({ type: 'differs', test: { input: '1\n-1\n' } });
  });

  test('says how many inputs agreed where none differs', async () => {
    expect((await stressed(right, { most: 20 })).at(-1)).toMatchObject({
      type: 'agrees',
      tried: 20,
      invalid: 0,
    });
  });

  test('does not begin without a brute force that passes the samples, and says why', async () => {
    await expect(stressed(wrong, { brute: [] })).rejects.toThrow('Write a brute force');
    const liar = [{ submission: python('print(0)'), who: 'mine' }];
    await expect(stressed(wrong, { brute: liar })).rejects.toThrow('does not pass the samples');
  });
});

describe('a patch for the person’s program', async () => {
  const made = familyProblem(7, 1, 'test');
  const problem = await toProblem(made, '');
  const solution = writePython(made.spec);
  const broken = `${solution.replace(/print\((.*)\)\n$/, 'answer = $1\nprint(answer, 1)\n')}`;
  const failure = { input: '1', expected: '1', actual: '2', error: '' };
  const mended = (engine: Parameters<typeof mend>[0]['engine']): Promise<MendEvent[]> =>
    all(
      mend({
        ...{ engine, judge, problem, submission: python(broken), failure, tests: problem.tests },
        ...{ plan: null, seed: 1, signal },
      }),
    );

  test('passes every test, and changes no line that it need not', async () => {
    const noisy = `# mended\n${solution}# the end\n`;
    const { engine, asked } = oracleEngine(made, ({ role }) =>
      role === 'debugger' ? `Plan:\n1. Mend it.\n\`\`\`python\n${noisy}\`\`\`` : undefined,
    );
    const events = await mended(engine);
    const last = events.at(-1) as Extract<MendEvent, { type: 'mended' }>;
    expect(last.type).toBe('mended');
    expect(last.source).not.toContain('#');
    const task = { submission: python(last.source), tests: problem.tests, ...rulesOf(problem) };
    expect((await gradeTask(judge, task, signal)).verdict).toBe('AC');
    expect(asked.map(({ role }) => role).slice(0, 3)).toEqual(['retriever', 'planner', 'debugger']);
  });

  test('is not given where no mend passes', async () => {
    const { engine } = oracleEngine(made, ({ role }) =>
      role === 'debugger' ? 'Plan:\n1. No.\n```python\nprint("no")\n```' : undefined,
    );
    expect((await mended(engine)).at(-1)).toEqual({ type: 'not mended', tried: 1 });
  });
});
