import { afterAll, describe, expect, test } from 'vitest';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { JudgeTask } from '../../../src/judge/judge.ts';
import type { Neighbours } from '../../../src/judge/neighbours.ts';
import type { Exit, Runner } from '../../../src/sandbox/program.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const never = new AbortController().signal;

function task(inputs: readonly string[], source = '', change: Partial<JudgeTask> = {}): JudgeTask {
  return {
    submission: { language: 'python', source },
    tests: inputs.map((input) => ({ id: input, input, answers: [input], origin: 'secret' })),
    io: { kind: 'stdin' },
    limits: { timeMs: 5000, memoryBytes: 2 ** 28, outputBytes: 10_000 },
    checker: { id: 'tokens', config: {} },
    ...change,
  };
}

async function verdicts(
  runner: Runner,
  lanes: number,
  asked: JudgeTask,
  neighbours?: Neighbours,
): Promise<[string, string][]> {
  const all: [string, string][] = [];
  const options = { lanes, ...(neighbours ? { neighbours } : {}) };
  for await (const { id, verdict } of createJudge(runner, options).judge(asked, never))
    all.push([id, verdict]);
  return all;
}

describe('in Python, several workers for one submission', () => {
  const runner = createNodeRunner();
  afterAll(() => runner.dispose());
  const inputs = ['1', '2', '3', '4', '5', '6'];
  const SLOW = 'import time\nn = input()\ntime.sleep(0.7 if n == "2" else 0.3)\n';

  test('the results come in order, whichever test is done first', async () => {
    expect(await verdicts(runner, 3, task(inputs, `${SLOW}print(n)`))).toEqual(
      inputs.map((id) => [id, 'AC']),
    );
  });

  test('a failing test is told as that test, and stops the rest where that is asked', async () => {
    const source = `${SLOW}print(9 if n == "2" else n)`;
    const all = await verdicts(runner, 3, task(inputs, source));
    expect(all.map(([, verdict]) => verdict)).toEqual(['AC', 'WA', 'AC', 'AC', 'AC', 'AC']);
    const stopped = await verdicts(runner, 3, task(inputs, source, { stopAtFailure: true }));
    expect(stopped.map(([, verdict]) => verdict)).toEqual(['AC', 'WA', 'SK', 'SK', 'SK', 'SK']);
    expect(await verdicts(runner, 3, task(['1'], 'print(input())'))).toEqual([['1', 'AC']]);
  });
});

/**
 * Stands in for a machine with few cores, which no test could rely on: a run takes 10 ms and says that it took 1 s;
 * `exit` decides how it ends, knowing how many others run.
 */
function busyMachine(exit: (input: string, others: number) => Exit) {
  const log: string[] = [];
  let active = 0;
  let workers = 0;
  const python = {
    id: 'python',
    label: 'Python',
    extensions: ['.py'],
    timeFactor: 1,
    limitsMemory: true,
    interacts: 'never' as const,
    traces: false,
    differences: [],
  };
  const runner: Runner = {
    languages: [python],
    isolated: true,
    async prepare() {
      workers++;
      return {
        ok: true,
        prepared: {
          async run({ stdin }) {
            let most = active++;
            const watch = setInterval(() => {
              most = Math.max(most, active - 1);
            }, 1);
            await new Promise((resolve) => setTimeout(resolve, 10));
            clearInterval(watch);
            active--;
            log.push(most > 0 ? `${stdin} with others` : `${stdin} alone`);
            return { exit: exit(stdin, most), stdout: stdin, stderr: '', files: {}, ms: 1000 };
          },
          dispose() {},
        },
      };
    },
  };
  return { runner, log, workers: () => workers };
}

const fine: Exit = { kind: 'code', code: 0 };
const late: Exit = { kind: 'limit', limit: 'time' };

describe('time limits while tests run side by side', () => {
  const inputs = ['1', '2', '3', '4', '5'];

  test('a test that is late only beside others is run again alone, and accepted', async () => {
    const { runner, log } = busyMachine((input, others) => (input === '3' && others > 0 ? late : fine));
    expect(await verdicts(runner, 2, task(inputs))).toEqual(inputs.map((id) => [id, 'AC']));
    expect(log.filter((entry) => entry.startsWith('3'))).toEqual(['3 with others', '3 alone']);
  });

  test('after one that is late alone too, the rest run one by one and once', async () => {
    const { runner, log } = busyMachine((input) => (input === '1' ? fine : late));
    const all = await verdicts(runner, 2, task(inputs));
    expect(all.map(([, verdict]) => verdict)).toEqual(['AC', 'TLE', 'TLE', 'TLE', 'TLE']);
    expect(log.filter((entry) => entry.endsWith('alone')).sort()).toEqual(inputs.map((id) => `${id} alone`));
    expect(log).toHaveLength(7);
  });

  test('after one that is late on its own, no test runs beside another', async () => {
    const { runner, log } = busyMachine(() => late);
    await verdicts(runner, 2, task(inputs));
    expect(log).toEqual(inputs.map((id) => `${id} alone`));
  });

  test('no second worker is started for tests that are soon done, nor more than are allowed', async () => {
    const many = busyMachine(() => fine);
    await verdicts(many.runner, 3, task([...inputs, '6', '7', '8']));
    expect(many.workers()).toBe(3);
    const few = busyMachine(() => fine);
    await verdicts(few.runner, 3, task(['1']));
    expect(few.workers()).toBe(1);
  });
});

describe('time limits while a neighbour works on the same machine', () => {
  const inputs = ['1', '2', '3'];

  /** Works whenever it is not held back. */
  function decoding() {
    const log: string[] = [];
    const state = { held: false };
    const neighbours: Neighbours = {
      watch: () => () => !state.held,
      async hold() {
        state.held = true;
        log.push('held');
        return () => {
          state.held = false;
          log.push('released');
        };
      },
    };
    return { neighbours, state, log };
  }

  test('a test that is late only beside it is run again while it is held back, and accepted', async () => {
    const { neighbours, state, log } = decoding();
    const machine = busyMachine((input) => (input === '2' && !state.held ? late : fine));
    expect(await verdicts(machine.runner, 1, task(inputs), neighbours)).toEqual(
      inputs.map((id) => [id, 'AC']),
    );
    expect(log).toEqual(['held', 'released']);
    expect(machine.log).toEqual(['1 alone', '2 alone', '2 alone', '3 alone']);
  });

  test('after one that is late without it too, it is held back for the rest, which run once', async () => {
    const { neighbours, log } = decoding();
    const machine = busyMachine((input) => (input === '3' ? fine : late));
    const all = await verdicts(machine.runner, 2, task(inputs), neighbours);
    expect(all.map(([, verdict]) => verdict)).toEqual(['TLE', 'TLE', 'AC']);
    expect(machine.log).toEqual(['1 alone', '1 alone', '2 alone', '3 alone']);
    expect(log).toEqual(Array(3).fill(['held', 'released']).flat());
  });

  test('it goes on while tests are in time, and takes one of the lanes', async () => {
    const { neighbours, log } = decoding();
    const machine = busyMachine(() => fine);
    await verdicts(machine.runner, 2, task([...inputs, '4', '5', '6']), neighbours);
    expect(log).toEqual([]);
    expect(machine.workers()).toBe(1);
  });
});

test('a test whose sandbox ended beside others is run again alone', async () => {
  const gone: Exit = { kind: 'crash', message: 'the sandbox’s process ended' };
  const inputs = ['1', '2', '3', '4'];
  const { runner, log } = busyMachine((input, others) =>
    input === '3' || (input === '2' && others > 0) ? gone : fine,
  );
  const all = await verdicts(runner, 2, task(inputs));
  expect(all.map(([, verdict]) => verdict)).toEqual(['AC', 'AC', 'RE', 'AC']);
  expect(log).toContain('2 alone');
});
