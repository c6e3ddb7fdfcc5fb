import { expect, test } from 'vitest';
import type { SolveEvent, SolveOptions } from '../../../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { carrier } from '../../../src/agents/roles/carrier.ts';
import { coder, debuggerRole } from '../../../src/agents/roles/index.ts';
import { solve } from '../../../src/agents/solve.ts';
import { gradeHidden } from '../../../src/judge/grade.ts';
import { openProblem } from '../../../src/judge/problem.ts';
import type { Request } from '../../../src/llm/engine.ts';
import { baseDocument } from '../../../src/studio/base-documents.ts';
import { oraclePlan } from '../../../src/studio/family/oracle.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { Random } from '../../../src/studio/family/random.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { WRITERS } from '../../../src/studio/family/writers.ts';
import { judgeHere } from '../studio/languages/in-process.ts';
import { oracleEngine } from './oracle-engine.ts';

const made = familyProblem(11, 0, 'test');
const problem = await toProblem(made, 'test');
const plan = oraclePlan(made.spec);
const [right, original] = [WRITERS['typescript']!(made.spec), WRITERS['javascript']!(made.spec)];
/** Right on every sample, and on no other input: only running both programs finds it. */
const WRONG = `${right}if (!${JSON.stringify(made.samples.map(({ input }) => input))}.includes(lines.join('\\n'))) console.log('more');\n`;

/** A solve in TypeScript via JavaScript, by a model that carries `carried` over and mends with `mended`. */
async function run(
  carried: string,
  mended = right,
  options: Partial<SolveOptions> = {},
  before?: SolveEvent[],
) {
  const judge = judgeHere();
  const signal = new AbortController().signal;
  const input = { language: 'typescript' } as never;
  const say = ({ id, role }: Request) => {
    const [asked, round] = id.split('/');
    if (asked === 'coder')
      return round === '0'
        ? coder.write(original, { language: 'javascript' } as never)
        : carrier.write(carried, input);
    return asked === 'debugger' && role !== null
      ? debuggerRole.write({ plan, source: mended }, input)
      : undefined;
  };
  const { engine, asked } = oracleEngine(made, say);
  const events: SolveEvent[] = [];
  const context = {
    engine: { ...engine, info: { ...engine.info, packs: [], contextLength: 8192 } },
    ...{ judge, signal, run: 'r', now: () => 0, ...(before && { before }) },
    options: {
      ...DEFAULT_OPTIONS,
      plans: 1,
      programsPerPlan: 1,
      language: 'typescript',
      via: 'javascript',
      ...options,
    },
    grade: (submission: { language: string; source: string }) =>
      gradeHidden(problem, judge, submission, signal),
  };
  for await (const event of solve(openProblem(problem), context)) if (!('live' in event)) events.push(event);
  return { events, asked, judge };
}

const the = <Type extends SolveEvent['type']>(events: SolveEvent[], type: Type) =>
  events.filter((event): event is Extract<SolveEvent, { type: Type }> => event.type === type);

test('an accepted program is carried over, run beside its original, and graded in the language that was asked for', async () => {
  const { events, asked } = await run(right);
  expect(the(events, 'judged').map(({ candidate }) => candidate.language)).toEqual([
    'javascript',
    'typescript',
  ]);
  expect(the(events, 'compared')).toMatchObject([{ candidate: 1, with: 0, difference: null }]);
  expect(the(events, 'compared')[0]!.inputs).toBeGreaterThan(5);
  expect(the(events, 'chosen')[0]).toMatchObject({
    candidate: 1,
    why: expect.stringContaining('carried over from JavaScript'),
  });
  expect(the(events, 'graded')[0]).toMatchObject({ candidate: 1, verdict: 'AC' });
  const { prompt } = asked.at(-1)!;
  expect(JSON.stringify(prompt)).toContain('Carry this program over from JavaScript to TypeScript');
});

test('what it does otherwise goes to the debugger with both outputs', async () => {
  const { events, asked } = await run(WRONG);
  const { difference } = the(events, 'compared')[0]!;
  const told = JSON.stringify(asked.find(({ id }) => id.startsWith('debugger'))!.prompt);
  for (const output of [difference!.expected, difference!.actual])
    expect(told).toContain(JSON.stringify(output.trim()).slice(1, -1));
  expect(the(events, 'graded')[0]).toMatchObject({ verdict: 'AC' });
  const chosen = the(events, 'judged').find(
    ({ candidate }) => candidate.id === the(events, 'chosen')[0]!.candidate,
  );
  expect(chosen!.candidate).toMatchObject({ language: 'typescript', source: right });
});

test('a program that no mend makes the same is not taken, and the run says what was there', async () => {
  const { events } = await run(WRONG, WRONG);
  expect(the(events, 'graded')).toEqual([]);
  expect(events.at(-1)).toMatchObject({
    ...{ type: 'ended', how: 'gave up' },
    message: expect.stringContaining(
      'passes every sample in JavaScript, but no program in TypeScript does the same',
    ),
  });
});

test('a run that breaks off while it carries over goes on without asking or running anything again', async () => {
  const whole = await run(WRONG);
  const cut = whole.events.findIndex(({ type }) => type === 'compared') + 1;
  const rest = await run(WRONG, right, {}, whole.events.slice(0, cut));
  const strip = (events: SolveEvent[]) =>
    events.filter(({ type }) => type !== 'continued').map(({ seq, measured, ...event }) => event);
  expect(strip([...whole.events.slice(0, cut), ...rest.events])).toEqual(strip(whole.events));
  expect(rest.asked.length).toBeLessThan(whole.asked.length);
});

test('a language is not carried over to itself', async () => {
  const { events } = await run(right, right, { via: 'typescript' });
  expect(events.at(-1)).toMatchObject({
    how: 'failed',
    message: expect.stringContaining('needs no carrying over'),
  });
});

test('the tuned question is one that the base reads in its documents', () => {
  const input = { statement: '', source: 'print(1)\n', from: 'python', language: 'lua' };
  const { content } = carrier.tuned(input)[0]!;
  const [, asked] = content.split('```\n') as [string, string];
  const documents = Array.from({ length: 1500 }, (_, i) =>
    baseDocument(familyProblem(3, i % 40, 'train'), new Random(i)),
  );
  expect(
    documents.some(
      (text) => text.startsWith('<|im_start|>user\n```python') && text.includes(`\`\`\`\n${asked}<|im_end|>`),
    ),
  ).toBe(true);
});
