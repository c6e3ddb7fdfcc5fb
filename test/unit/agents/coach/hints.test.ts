import { expect, test } from 'vitest';
import { hintsOf } from '../../../../src/agents/coach/hints.ts';
import type { SolveEvent } from '../../../../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../../../../src/agents/options.ts';
import { solve } from '../../../../src/agents/solve.ts';
import type { Judge } from '../../../../src/judge/judge.ts';
import { openProblem } from '../../../../src/judge/problem.ts';
import type { Verdict } from '../../../../src/judge/verdict.ts';
import type { Request } from '../../../../src/llm/engine.ts';
import { oraclePlan, oracleRetrieval } from '../../../../src/studio/family/oracle.ts';
import { familyProblem } from '../../../../src/studio/family/problem.ts';
import { writePython } from '../../../../src/studio/family/python.ts';
import { toProblem } from '../../../../src/studio/family/to-problem.ts';
import { oracleEngine } from '../oracle-engine.ts';

const made = familyProblem(7, 1, 'test');
const right = writePython(made.spec);

/** Accepts the right program alone: what programs do is tried elsewhere. */
const judge: Judge = {
  async *judge({ submission, tests }) {
    for (const { id } of tests) {
      const verdict: Verdict = submission.source === right ? 'AC' : 'WA';
      yield { id, verdict, detail: '', stdout: '', stderr: '', measured: { ms: 1 } };
    }
  },
};

async function run(
  say?: (request: Request) => string | undefined,
  verdict: Verdict = 'AC',
): Promise<SolveEvent[]> {
  const { engine } = oracleEngine(made, say);
  const events: SolveEvent[] = [];
  const context = {
    engine,
    judge,
    grade: async () => ({ verdict, tests: [] }),
    options: DEFAULT_OPTIONS,
    run: 'run',
    signal: new AbortController().signal,
    now: () => 0,
  };
  for await (const event of solve(openProblem(await toProblem(made, '')), context))
    if (!('live' in event)) events.push(event);
  return events;
}

test('hints are the technique, the idea, the plan and the code of the program that was chosen', async () => {
  const { technique, tutorial } = oracleRetrieval(made.spec);
  const steps = oraclePlan(made.spec).steps.map((step, i) => `${i + 1}. ${step}`);
  expect(hintsOf(await run())).toEqual({
    language: 'python',
    rungs: [
      { rung: 'technique', text: technique },
      { rung: 'idea', text: tutorial },
      { rung: 'plan', text: steps.join('\n') },
      { rung: 'code', text: right },
    ],
  });
});

test('of a mended program the plan is the debugger’s', async () => {
  const wrong = '```python\nprint(0)\n```';
  const mended = `Plan:\n1. Do it right.\n\`\`\`python\n${right}\`\`\``;
  const hints = hintsOf(
    await run(({ id, role }) => (id.startsWith('coder') ? wrong : role === 'debugger' ? mended : undefined)),
  );
  expect(hints).toMatchObject({
    rungs: [{}, {}, { rung: 'plan', text: '1. Do it right.' }, { text: right }],
  });
});

test('a program that was written without a plan gives its code alone', async () => {
  const wrong = '```python\nprint(0)\n```';
  const events = await run(({ id }) => (id.startsWith('coder/0/0/') ? wrong : undefined));
  expect(hintsOf(events)).toEqual({ language: 'python', rungs: [{ rung: 'code', text: right }] });
});

test('where no program passes the samples, no hint is given and the reason is', async () => {
  const wrong = '```python\nprint(0)\n```';
  const events = await run(({ id, role }) =>
    id.startsWith('coder') ? wrong : role === 'debugger' ? `Plan:\n1. No.\n${wrong}` : undefined,
  );
  expect(hintsOf(events)).toEqual({
    unsure: expect.stringMatching(/^None of the \d+ programs that were written passed the samples\.$/),
  });
});

test('a program that fails another test gives no hint either', async () => {
  expect(hintsOf(await run(undefined, 'WA'))).toEqual({
    unsure: 'The program that was written passes the samples, but not all of the other tests.',
  });
});
