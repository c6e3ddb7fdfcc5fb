import { afterAll, expect, test } from 'vitest';
import { DEFAULT_OPTIONS } from '../../../src/agents/options.ts';
import { createJudge } from '../../../src/judge/create-judge.ts';
import { gradeTask } from '../../../src/judge/grade.ts';
import { rulesOf } from '../../../src/judge/problem.ts';
import { ROLES } from '../../../src/llm/engine.ts';
import { distill, type Outcome } from '../../../src/studio/distill/distill.ts';
import { play, roleRow, slipOf } from '../../../src/studio/documents.ts';
import { exportRows } from '../../../src/studio/export.ts';
import { writeJavaScript } from '../../../src/studio/family/javascript.ts';
import { writeLua } from '../../../src/studio/family/lua.ts';
import { AS_A_MODEL, NEVER, write } from '../../../src/studio/family/mistakes.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { Random } from '../../../src/studio/family/random.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { oracleTeacher } from '../../../src/studio/teachers/oracle-teacher.ts';
import { createNodeRunner } from '../../../tools/node-runner.ts';

const runner = createNodeRunner();
const judge = createJudge(runner);
afterAll(() => runner.dispose());
const signal = new AbortController().signal;

const COUNT = 120;
const problems = Array.from({ length: COUNT }, (_, i) => familyProblem(31, i, 'train'));
const played = problems.map((made, i) => ({ made, said: play(made, AS_A_MODEL, new Random(`${i}`)) }));
const share = (holds: (one: (typeof played)[number]) => boolean) => played.filter(holds).length / COUNT;

test('the oracle errs in each role about as often as it is told to, the same for the same seed', () => {
  expect(play(problems[0]!, AS_A_MODEL, new Random('0'))).toEqual(played[0]!.said);
  const rates: [number, number][] = [
    [share(({ made, said }) => said.recalled !== made.spec), AS_A_MODEL.retriever],
    [share(({ said }) => said.planned !== said.recalled), AS_A_MODEL.planner],
    [
      share(({ said: { written, planned } }) => !('spec' in written) || written.spec !== planned),
      AS_A_MODEL.coder,
    ],
    [share(({ made, said }) => said.mended !== made.spec), AS_A_MODEL.debugger],
  ];
  for (const [seen, told] of rates) expect(Math.abs(seen - told)).toBeLessThan(0.1);
  expect(play(problems[0]!, NEVER, new Random('0'))).toMatchObject({
    recalled: problems[0]!.spec,
    mended: problems[0]!.spec,
  });
});

test('what the filter says of a program is what running it says', async () => {
  const slips = played.map((one) => ({ ...one, slip: slipOf('coder', one.made, one.said) }));
  const spread = [
    ...slips.filter(({ slip }) => slip).slice(0, 6),
    ...slips.filter(({ slip }) => !slip).slice(0, 4),
  ];
  for (const { made, said, slip } of spread) {
    if (!('spec' in said.written)) continue;
    const problem = await toProblem(made, '');
    const submission = { language: 'lua', source: writeLua(said.written.spec) };
    const task = { submission, tests: problem.tests, ...rulesOf(problem), stopAtFailure: true };
    const { verdict } = await gradeTask(judge, task, signal);
    expect(verdict === 'AC', `${slip}: ${problem.title}`).toBe(slip === null);
  }
});

test('an export keeps what led to a passing program, and counts what it dropped by cause', () => {
  const size = { base: 0, role: 40 };
  const kept = [...exportRows(2, size)];
  const never = [...exportRows(2, size, { errs: NEVER })].map(({ row }) => JSON.stringify(row));
  const right = kept.filter(({ row }) => never.includes(JSON.stringify(row))).length;
  // A wrong recall or plan may pass every test by chance.
  expect(right / kept.length).toBeGreaterThan(0.96);
  const causes = new Set(kept.flatMap((one) => (one.file === 'base' ? [] : one.dropped)));
  expect([...causes].sort()).toEqual(['a wrong mend', 'a wrong plan', 'a wrong program', 'a wrong recall']);

  const unfiltered = [...exportRows(2, size, { unfiltered: true })];
  for (const role of ROLES) {
    const rows = unfiltered.filter(({ file }) => file === role);
    expect(rows).toHaveLength(40);
    const wrong = rows.filter(({ row }) => !never.includes(JSON.stringify(row))).length;
    expect(wrong / rows.length, role).toBeGreaterThan(0.03);
  }
});

test.each([
  ['lua', writeLua],
  ['javascript', writeJavaScript],
])('some of its mistakes in %s do not compile', async (language, emit) => {
  const always = { ...NEVER, coder: 1 };
  const crashes = problems.flatMap(({ spec }, i) => {
    const written = write(spec, always, new Random(`${i}`), emit);
    return 'crash' in written ? [written.crash] : [];
  });
  expect(crashes.length).toBeGreaterThan(3);
  for (const source of crashes.slice(0, 3))
    expect((await runner.prepare({ language, source }, signal)).ok, source).toBe(false);
});

test('rows say what the oracle said, right or wrong', () => {
  const { made, said } = played.find(({ said: { planned, recalled } }) => planned !== recalled)!;
  const row = roleRow('coder', made, said, new Random('x'))!;
  expect(row.messages[0]!.content).not.toBe(
    roleRow('coder', made, play(made, NEVER, new Random('x')), new Random('x'))!.messages[0]!.content,
  );
});

test('a distillation of the erring oracle drops what fails and learns from what it mended', async () => {
  async function* items() {
    for (const [i, made] of problems.slice(0, 12).entries())
      yield { made, problem: await toProblem(made, `#${i}`) };
  }
  const options = { ...DEFAULT_OPTIONS, language: 'lua', plans: 1, programsPerPlan: 2, rounds: 1 };
  const outcomes: Outcome[] = [];
  const errs = { ...AS_A_MODEL, planner: 0.4, debugger: 0.6 };
  for await (const one of distill(items(), oracleTeacher('lua', errs), { judge, options, signal }))
    outcomes.push(one);
  const rows = outcomes.flatMap((one) => (one.kept ? one.rows : []));
  const pairs = outcomes.flatMap((one) => (one.kept ? one.pairs : []));
  expect(outcomes.filter(({ kept }) => !kept).length).toBeGreaterThan(0);
  expect(rows.some(({ role }) => role === 'debugger')).toBe(true);
  expect(pairs.length).toBeGreaterThan(0);
  for (const { verdicts } of rows) expect(verdicts.hidden).toBe('AC');
});
