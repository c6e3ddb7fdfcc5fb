import { afterAll, describe, expect, test } from 'vitest';
import { NO_PLAN } from '../../../src/agents/formats.ts';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { coder, PROMPT_HASHES, planner } from '../../../src/agents/roles/index.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import type { EngineEvent, Request } from '../../../src/llm/engine.ts';
import { type Corrected, correct } from '../../../src/studio/distill/correct.ts';
import { distill, type Outcome } from '../../../src/studio/distill/distill.ts';
import { type Supervised, supervise } from '../../../src/studio/distill/supervise.ts';
import { readBlame } from '../../../src/studio/distill/supervisor.ts';
import { writeLua } from '../../../src/studio/family/lua.ts';
import { NEVER } from '../../../src/studio/family/mistakes.ts';
import { oraclePlan } from '../../../src/studio/family/oracle.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { oracleTeacher } from '../../../src/studio/teachers/oracle-teacher.ts';
import { type StudioProblem, type Teacher, TeacherError } from '../../../src/studio/teachers/teacher.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const runner = createNodeRunner();
const judge = createJudge(runner);
afterAll(() => runner.dispose());
const signal = new AbortController().signal;
const options = { ...DEFAULT_OPTIONS, language: 'lua', plans: 1, programsPerPlan: 2, rounds: 2 };
const context = { judge, options, signal };

async function item(index: number): Promise<StudioProblem> {
  const made = familyProblem(7, index, 'train');
  return { made, problem: await toProblem(made, `#${index}`) };
}
async function* items(count: number): AsyncGenerator<StudioProblem> {
  for (let i = 0; i < count; i++) yield item(i);
}
async function all<T>(from: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of from) found.push(one);
  return found;
}
const input = { language: 'lua' } as never;

/** The oracle with some of its answers replaced. */
function scripted(name: string, say: (request: Request, item: StudioProblem) => string | undefined): Teacher {
  const oracle = oracleTeacher('lua', NEVER);
  return {
    ...oracle,
    name,
    engineFor(one) {
      const engine = oracle.engineFor(one);
      return {
        ...engine,
        async *submit(requests, abort): AsyncGenerator<EngineEvent> {
          for await (const event of engine.submit(requests, abort)) {
            const request = requests.find(({ id }) => 'request' in event && id === event.request);
            const text = request && event.type === 'token' ? say(request, one!) : undefined;
            yield event.type === 'token' && text !== undefined ? { ...event, text } : event;
          }
        },
      };
    },
  };
}
const WRONG = coder.write("print('wrong')", input);
const right = ({ made }: StudioProblem) => coder.write(writeLua(made!.spec), input);
const isFirst = (id: string) => id === 'coder/0/0/0';

describe('distillation', () => {
  test('keeps the answers that led to a program that passes every test, in the tuned prompts', async () => {
    const teacher = scripted('t', ({ id }, one) => (id.startsWith('coder') ? right(one) : undefined));
    const [outcome] = await all(distill(items(1), teacher, context));
    const { made, problem } = await item(0);
    expect(outcome).toMatchObject({ index: 0, kept: true, problem: problem.id });
    const { rows } = outcome as Extract<Outcome, { kept: true }>;
    expect(rows.map(({ role }) => role)).toEqual(['retriever', 'planner', 'coder']);
    const plan = oraclePlan(made!.spec);
    expect(rows[2]).toMatchObject({
      language: 'lua',
      teacher: 't',
      promptHash: PROMPT_HASHES.coder,
      parents: ['retriever/0//', 'planner/0/0/', 'coder/0/0/0'],
      verdicts: { samples: ['AC', 'AC', 'AC'], hidden: 'AC' },
      messages: [
        ...coder.tuned({ statement: problem.statement, plan, language: 'lua' }),
        { role: 'assistant', content: right({ made: made!, problem }) },
      ],
    });
  });

  test('makes a preference pair of a kept program and its failed sibling', async () => {
    const teacher = scripted('t', ({ id }, one) =>
      id.startsWith('coder') ? (isFirst(id) ? WRONG : right(one)) : undefined,
    );
    const [outcome] = await all(distill(items(1), teacher, context));
    const { pairs, rows } = outcome as Extract<Outcome, { kept: true }>;
    expect(pairs).toMatchObject([{ role: 'coder', rejected: [{ content: WRONG }] }]);
    expect(pairs[0]!.chosen).toEqual([rows[2]!.messages.at(-1)]);
    expect(pairs[0]!.prompt).toEqual(rows[2]!.messages.slice(0, -1));
  });

  test('makes a preference pair of a kept plan and one that led to no passing program', async () => {
    const teacher = scripted('t', ({ id, prompt }, one) => {
      if (id === 'planner/0/0/') return '- Sleep.';
      if (!id.startsWith('coder')) return undefined;
      return JSON.stringify(prompt).includes('Sleep.') ? WRONG : right(one);
    });
    const two = { ...context, options: { ...options, plans: 2 } };
    const [outcome] = await all(distill(items(1), teacher, two));
    const { pairs, rows } = outcome as Extract<Outcome, { kept: true }>;
    expect(pairs).toMatchObject([{ role: 'planner', rejected: [{ content: '- Sleep.' }] }]);
    expect([...pairs[0]!.prompt, ...pairs[0]!.chosen]).toEqual(rows[1]!.messages);
  });

  test('keeps a mend, and not the program that needed it', async () => {
    const teacher = scripted('t', ({ id }) => (id.startsWith('coder') ? WRONG : undefined));
    const [outcome] = await all(distill(items(1), teacher, context));
    const { rows } = outcome as Extract<Outcome, { kept: true }>;
    expect(rows.map(({ role }) => role)).toEqual(['retriever', 'planner', 'debugger']);
    expect(rows[2]!.messages[0]!.content).toContain("print('wrong')");
    expect(rows[2]!.parents.at(-1)).toBe('debugger/1/0/2');
  });

  test.each([
    ['no program passes the samples', () => WRONG],
    ['no readable answer', ({ id }: Request) => (id.startsWith('coder') ? 'I cannot.' : undefined)],
  ])('drops what failed and says the cause: %s', async (cause, say) => {
    const teacher = scripted('t', (request) =>
      request.id.startsWith('coder') || request.id.startsWith('debugger') ? say(request) : undefined,
    );
    expect(await all(distill(items(1), teacher, context))).toMatchObject([{ kept: false, cause }]);
  });

  test('a teacher that can answer nothing any more ends the work: it says nothing of a problem', async () => {
    const dead = scripted('t', () => {
      throw new TeacherError('The endpoint is down.');
    });
    await expect(all(distill(items(2), dead, context))).rejects.toThrow('The endpoint is down.');
  });

  test('is the same for the same seed, whatever is worked on at once', async () => {
    const [together, alone] = await Promise.all(
      [4, 1].map((atOnce) => all(distill(items(6), { ...oracleTeacher('lua'), atOnce }, context))),
    );
    expect(together).toEqual(alone);
    expect(together!.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('the oracle says what it does not know', async () => {
    const { problem } = await item(0);
    expect(() => oracleTeacher('lua').engineFor({ problem })).toThrow("knows the family's problems alone");
    expect(() => oracleTeacher('cobol')).toThrow('not cobol');
  });
});

describe('supervision', () => {
  const student = (say: (request: Request, one: StudioProblem) => string | undefined) =>
    scripted('student', say);
  const withFeedback = ({ prompt }: Request) =>
    JSON.stringify(prompt).includes('What was wrong with your last answer');
  const run = (pupil: Teacher, count = 1, rounds = 2): Promise<Supervised[]> =>
    all(supervise(items(count), pupil, oracleTeacher('lua'), context, { rounds }));

  test('the planner at fault is told which step, asked again, and kept with the feedback taken out', async () => {
    const pupil = student((request, one) => {
      const { id, prompt } = request;
      if (id.startsWith('planner'))
        return withFeedback(request) ? planner.write(oraclePlan(one.made!.spec), input) : '1. Sleep.';
      if (id.startsWith('debugger')) return WRONG;
      if (id.startsWith('coder')) return JSON.stringify(prompt).includes('Sleep.') ? WRONG : right(one);
      return undefined;
    });
    const outcomes = await run(pupil, 12);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kept: true, role: 'planner', rounds: 1 });
      const { rows } = outcome as Extract<Supervised, { kept: true }>;
      expect(rows[0]!.messages[0]!.content).not.toContain('Feedback');
      expect(rows[0]!.feedback).toBe(false);
    }
    const withIt = outcomes
      .flatMap((outcome) => (outcome.kept ? outcome.rows : []))
      .filter(({ feedback }) => feedback);
    expect(withIt.length).toBeGreaterThan(0);
    expect(withIt.length).toBeLessThan(6);
    for (const { messages } of withIt) expect(messages[0]!.content).toContain('Feedback: Step 1 should be: ');
  });

  test('a right plan with a wrong program is the coder’s fault', async () => {
    const pupil = student((request, one) => {
      if (request.id.startsWith('coder')) return withFeedback(request) ? right(one) : WRONG;
      return request.id.startsWith('debugger') ? 'Hm.' : undefined;
    });
    expect(await run(pupil)).toMatchObject([
      {
        kept: true,
        role: 'coder',
        rows: expect.arrayContaining([expect.objectContaining({ role: 'coder' })]),
      },
    ]);
  });

  test('a wrong recall that led to a wrong plan is the retriever’s fault', async () => {
    const pupil = student((request, one) => {
      const { id, prompt } = request;
      const astray = JSON.stringify(prompt).includes('Technique: sleeping');
      if (id.startsWith('retriever'))
        return withFeedback(request) ? undefined : 'Similar: none\nTechnique: sleeping\nTutorial: Sleep.';
      if (id.startsWith('planner')) return astray ? '1. Sleep.' : undefined;
      if (id.startsWith('debugger')) return 'Hm.';
      return JSON.stringify(prompt).includes('1. Sleep.') ? WRONG : right(one);
    });
    const [outcome] = await run(pupil);
    expect(outcome).toMatchObject({ kept: true, role: 'retriever' });
    const { rows } = outcome as Extract<Supervised, { kept: true }>;
    expect(rows[0]!.messages.at(-1)!.content).not.toContain('sleeping');
  });

  test('what is solved alone, or not repaired in its rounds, is dropped and counted', async () => {
    expect(
      await run(student((request, one) => (request.id.startsWith('coder') ? right(one) : undefined))),
    ).toMatchObject([{ kept: false, cause: 'solved without help' }]);
    let asked = 0;
    const pupil = student((request) => {
      if (withFeedback(request)) asked++;
      return request.id.startsWith('coder') || request.id.startsWith('debugger') ? WRONG : undefined;
    });
    expect(await run(pupil, 1, 3)).toMatchObject([{ kept: false, cause: 'not repaired' }]);
    expect(asked).toBe(3);
  });

  test('a supervisor that reads the trajectory names role and feedback, in a form of its own', async () => {
    let read = '';
    const { blame: _, ...supervisor } = scripted('m', ({ prompt }) => {
      read = JSON.stringify(prompt);
      return '**Role at fault:** The coder\n**Feedback:** Mind the\nempty list.';
    });
    // The oracle's engine answers a supervisor's request with nothing of its own.
    const pupil = student((request, one) =>
      request.id.startsWith('coder')
        ? JSON.stringify(request.prompt).includes('Mind the empty list.')
          ? right(one)
          : WRONG
        : request.id.startsWith('debugger')
          ? 'Hm.'
          : undefined,
    );
    const outcomes = await all(supervise(items(1), pupil, supervisor, context, { rounds: 1 }));
    expect(outcomes).toMatchObject([
      {
        kept: true,
        role: 'coder',
        rows: expect.arrayContaining([expect.objectContaining({ teacher: 'm' })]),
      },
    ]);
    for (const part of ['The planner', "print('wrong')", 'A test that fails', 'Expected:'])
      expect(read).toContain(part);
  });

  test.each([
    ['Role: debugger\nFeedback: Read on.', { role: 'debugger', feedback: 'Read on.' }],
    ['<role>planner</role><feedback>Sort &lt; first.', { role: 'planner', feedback: 'Sort < first.' }],
  ])('%j is read', (text, value) => expect(readBlame(text)).toEqual({ ok: true, value }));
  test.each(['It was bad.', 'Role: nobody\nFeedback: x', 'Role: coder'])('%j blames nobody', (text) =>
    expect(readBlame(text).ok).toBe(false),
  );
});

describe('correction', () => {
  const asking = (plans: number, direct: number) => ({ ...context, options: { ...options, plans, direct } });
  const four = asking(4, 0);
  /** Says what is given for its plans, and writes a right program unless the plan is a wrong one. */
  const planning = (...plans: (string | undefined)[]) =>
    scripted('s', ({ id, prompt }, one) => {
      const [role, , plan] = id.split('/');
      if (role === 'planner') return plans[Number(plan)];
      if (role !== 'coder') return undefined;
      return JSON.stringify(prompt).includes('Sleep') ? WRONG : right(one);
    });
  const teacher = oracleTeacher('lua', NEVER);

  test('pairs each plan that led to a failing program with the teacher’s, once', async () => {
    const wrong = ['- Sleep.', undefined, '- Sleep longer.', '- Sleep.'];
    const [outcome] = await all(correct(items(1), planning(...wrong), teacher, four));
    const { made } = await item(0);
    const { pairs, rows } = outcome as Extract<Corrected, { kept: true }>;
    expect(rows).toEqual([]);
    expect(pairs.map(({ rejected }) => rejected[0]!.content)).toEqual(['- Sleep.', '- Sleep longer.']);
    for (const pair of pairs) {
      expect(pair).toMatchObject({ role: 'planner', teacher: 'oracle', promptHash: PROMPT_HASHES.planner });
      expect(pair.chosen[0]!.content).toBe(planner.write(oraclePlan(made!.spec), input));
    }
  });

  test('lets another plan be that leads to a program that passes', async () => {
    const [outcome] = await all(correct(items(1), planning('- Do it some other way.'), teacher, four));
    expect(outcome).toMatchObject({ kept: false, cause: 'nothing is wrong' });
  });

  test('counts plans that cannot be read, and takes no pair from them', async () => {
    const [outcome] = await all(correct(items(1), planning('', '', '- Sleep.'), teacher, four));
    expect(outcome).toMatchObject({ kept: true, formatFailures: 2, pairs: [{ role: 'planner' }] });
  });

  test('blames no plan where the student cannot write a program from the teacher’s either', async () => {
    const helpless = scripted('s', ({ id }) => (id.startsWith('planner') ? '- Sleep.' : WRONG));
    const [outcome] = await all(correct(items(1), helpless, teacher, four));
    expect(outcome).toMatchObject({ kept: false, cause: 'nothing is wrong' });
  });

  test('pairs programs from the statement alone that fail with the teacher’s', async () => {
    const student = scripted('s', ({ id }, one) => (id.endsWith('/1') ? WRONG : right(one)));
    const [outcome] = await all(correct(items(1), student, teacher, asking(0, 3)));
    const { made, problem } = await item(0);
    expect(outcome).toMatchObject({
      pairs: [
        {
          role: 'coder',
          prompt: coder.tuned({ statement: problem.statement, plan: NO_PLAN, language: 'lua' }),
          chosen: [{ content: right({ made: made!, problem }) }],
          rejected: [{ content: WRONG }],
        },
      ],
    });
  });

  test('goes by the problems’ places, whichever part of them is worked on', async () => {
    const wrong = planning('- Sleep.');
    const whole = await all(correct(items(3), wrong, teacher, four));
    async function* last(): AsyncGenerator<StudioProblem> {
      yield item(2);
    }
    expect(await all(correct(last(), wrong, teacher, four, { from: 2, step: 3 }))).toEqual(whole.slice(2));
  });
});
