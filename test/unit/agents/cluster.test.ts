import { afterAll, describe, expect, test } from 'vitest';
import { clustered, outputsOf, widest } from '../../../src/agents/cluster/behaviour.ts';
import { likeSamples } from '../../../src/agents/cluster/inputs.ts';
import type { LiveEvent, SolveEvent } from '../../../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { coder } from '../../../src/agents/roles/index.ts';
import { solve } from '../../../src/agents/solve.ts';
import { createProblem, samplesOf } from '../../../src/judge/create.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { gradeHidden } from '../../../src/judge/grade.ts';
import { DEFAULT_CHECKER, openProblem } from '../../../src/judge/problem.ts';
import type { Request } from '../../../src/llm/engine.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';
import { oracleEngine } from './oracle-engine.ts';

const runner = createNodeRunner();
const judge = createJudge(runner);
afterAll(() => runner.dispose());
const { signal } = new AbortController();
const STDIN = { kind: 'stdin' } as const;

describe('inputs like the samples', () => {
  test('keep the counts that announce a list or lines true, and its values in their range', () => {
    const samples = ['2 3\n1 2\n5 6\n', '3 9\n4 4\n2 7\n1 1\n'];
    const rows = likeSamples(samples, STDIN, 40, 1);
    expect(rows.length).toBeGreaterThan(20);
    for (const input of rows) {
      const [head, ...lines] = input.trimEnd().split('\n');
      expect(lines).toHaveLength(Number(head!.split(' ')[0]));
      for (const line of lines) expect(line).toMatch(/^\d+ \d+$/);
    }
    for (const input of likeSamples(['3\n4 -1 6\n', '2\n10 7\n'], STDIN, 40, 1)) {
      const [head, list] = input.trimEnd().split('\n');
      const values = list!.split(' ').map(Number);
      expect(values).toHaveLength(Number(head));
      for (const value of values) expect(value >= -2 && value <= 20).toBe(true);
    }
  });

  test('keep words words, and numbers that are never negative so', () => {
    for (const input of likeSamples(['abba 0\n', 'cab 12\n'], STDIN, 40, 2))
      expect(input).toMatch(/^[abc]+ \d+\n$/);
  });

  test('change the arguments of a call within their types', () => {
    const io = { kind: 'call', fn: 'f', starter: '' } as const;
    for (const input of likeSamples(['[1,2,3]\n"ab"\n', '[]\n"b"\n'], io, 30, 3)) {
      const [list, word] = input
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(list.every(Number.isInteger)).toBe(true);
      expect(word).toMatch(/^[ab]*$/);
    }
  });

  test('are the same for the same seed, none twice, and no sample', () => {
    const samples = ['4\n1 2 3 4\n'];
    const made = likeSamples(samples, STDIN, 24, 7);
    expect(likeSamples(samples, STDIN, 24, 7)).toEqual(made);
    expect(likeSamples(samples, STDIN, 24, 8)).not.toEqual(made);
    expect(new Set([...made, ...samples]).size).toBe(made.length + 1);
  });
});

describe('programs by their behaviour', () => {
  test('inputs on which most crash are dropped, and whoever crashes on the others agrees with nobody there', () => {
    const clustering = clustered(
      [
        { candidate: 0, outputs: ['1', null, 'x', null] },
        { candidate: 1, outputs: ['2', null, 'x', '4'] },
        { candidate: 2, outputs: ['2', '9', 'x', '4'] },
      ],
      DEFAULT_CHECKER,
    );
    expect(clustering).toMatchObject({ inputs: 3, dropped: 1 });
    expect(clustering.groups.map(({ candidates }) => candidates)).toEqual([[0], [1, 2]]);
    expect(widest(clustering).candidates).toEqual([1, 2]);
  });

  test('outputs that the checker takes for each other agree, and ties go to the first', () => {
    const clustering = clustered(
      [
        { candidate: 3, outputs: ['1.0000001'] },
        { candidate: 5, outputs: ['1.0'] },
      ],
      { id: 'rcmp6', config: {} },
    );
    expect(clustering.groups.map(({ shared }) => shared)).toEqual([1, 1]);
    expect(widest(clustering).candidates).toEqual([3]);
  });

  test('a program’s outputs are found out by running it, a crash as none', async () => {
    const problem = { io: STDIN, limits: { timeMs: 2000, memoryBytes: 2 ** 28, outputBytes: 2 ** 20 } };
    const source = 'print(10 // int(input()))';
    const outputs = await outputsOf({ language: 'python', source }, ['5\n', '0\n'], problem, judge, signal);
    expect(outputs).toEqual(['2\n', null]);
  });
});

describe('an election', () => {
  const SUM = 'n = int(input())\nprint(sum(map(int, input().split())))';
  const GENERATOR =
    'import random\nrandom.seed(int(input()))\nn = random.randint(1, 5)\nprint(n)\nprint(*[random.randint(1, 9) for _ in range(n)])';
  /** Right on the samples, which have no number above 9, and on no other. */
  const NARROW = 'n = int(input())\nprint(sum(min(9, int(x)) for x in input().split()))';

  async function elected(sources: string[], { packs = true, tests = 3 } = {}) {
    const problem = await createProblem({
      title: 'Sum',
      statement: 'Add n numbers.',
      tests: [
        ...samplesOf([
          { input: '2\n1 9\n', output: '10\n' },
          { input: '3\n1 2 3\n', output: '6\n' },
        ]),
        ...Array.from({ length: tests }, (_, i) => ({
          ...{ id: `secret/${i}`, input: `1\n${i + 77}\n`, answers: [`${i + 77}\n`] },
          origin: 'secret' as const,
        })),
      ],
    });
    const input = { statement: '', plan: { steps: [] }, language: 'python' };
    const say = ({ id }: Request) => {
      const [role, , , candidate] = id.split('/');
      if (role !== 'coder') return undefined;
      return coder.write(candidate === '' ? GENERATOR : sources[Number(candidate)]!, input);
    };
    const { engine, asked } = oracleEngine(familyProblem(11, 0, 'test'), say);
    const info = packs ? engine.info : { ...engine.info, packs: [] };
    const inputs: string[] = [];
    const context = {
      ...{ engine: { ...engine, info }, run: 'r', now: () => 0, signal },
      judge: {
        judge(task: Parameters<typeof judge.judge>[0], until: AbortSignal) {
          inputs.push(...task.tests.map((one) => one.input));
          return judge.judge(task, until);
        },
      },
      options: { ...DEFAULT_OPTIONS, earlyStop: false, plans: 1, programsPerPlan: sources.length },
      grade: (submission: { language: string; source: string }, until: AbortSignal) =>
        gradeHidden(problem, judge, submission, until),
    };
    const events: (SolveEvent | LiveEvent)[] = [];
    for await (const event of solve(openProblem(problem), context)) events.push(event);
    const find = (type: string) => events.find((event) => 'type' in event && event.type === type);
    return { chosen: find('chosen'), clustered: find('clustered'), graded: find('graded'), inputs, asked };
  }

  test('takes the program that the others agree with, not the first that passes the samples', async () => {
    const { chosen, clustered: event, graded, inputs } = await elected([NARROW, SUM, `${SUM}\n# again`]);
    expect(chosen).toMatchObject({ candidate: 1, why: expect.stringContaining('generated inputs') });
    expect(event).toMatchObject({
      groups: [{ candidates: [0] }, { candidates: [1, 2], shared: expect.any(Number) }],
    });
    expect(graded).toMatchObject({ verdict: 'AC' });
    // No hidden input is among those that it was held with.
    expect(inputs.filter((one) => /\n7[7-9]\n/.test(one))).toEqual([]);
  });

  test('is not held where all programs are one, nor where the options leave it out', async () => {
    const { chosen, clustered: event } = await elected([SUM, SUM]);
    expect({ chosen, event }).toMatchObject({ chosen: { candidate: 0 }, event: undefined });
  });

  test('also hears the generator that a model without packs writes', async () => {
    const { asked, inputs, clustered: event } = await elected([SUM, `${SUM}\n# again`], { packs: false });
    expect(asked.at(-1)!.id).toBe('coder/0//');
    expect(JSON.stringify(asked.at(-1)!.prompt)).toContain('makes a random test');
    expect((event as { inputs: number }).inputs).toBeGreaterThan(24);
    // Its seeds are inputs of the generator alone.
    expect(inputs).toContain('8\n');
  });
});
