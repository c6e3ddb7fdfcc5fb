import { expect, test } from 'vitest';
import { REDUCTIONS, SOURCES, STEPS } from '../../../src/studio/family/blocks.ts';
import { plantFault, showDifference } from '../../../src/studio/family/faults.ts';
import { oraclePlan, oracleRetrieval } from '../../../src/studio/family/oracle.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { Random } from '../../../src/studio/family/random.ts';
import { drawSpec, type Spec, specKey } from '../../../src/studio/family/spec.ts';
import { heldOutPairs, MOST_STEPS, type Split, splitOf } from '../../../src/studio/family/splits.ts';
import { writeStatement } from '../../../src/studio/family/statement.ts';
import { toProblem } from '../../../src/studio/family/to-problem.ts';
import { phrasings } from '../../../src/studio/family/wording/held-out.ts';

const some = (count: number, split: Split = 'test') =>
  Array.from({ length: count }, (_, i) => familyProblem(5, i, split));

test('the family has at least 40 blocks, each id once in its stage', () => {
  const ids = [...SOURCES, ...STEPS, ...REDUCTIONS].map(({ stage, id }) => `${stage}/${id}`);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThanOrEqual(40);
});

test('a count up to a sum ends also where a step is left out and values are far below zero', () => {
  const ways = REDUCTIONS.find(({ id }) => id === 'subset-ways')!;
  expect(ways.run([-1e12, 3] as never[], { c: 3, d: 0, letter: '' })).toBeDefined();
});

test('the same seed and index give the same problem', async () => {
  const [first, second] = await Promise.all(
    [0, 0].map((index) => toProblem(familyProblem(3, index, 'test'), 's')),
  );
  expect(first).toEqual(second);
  expect((await toProblem(familyProblem(4, 0, 'test'), 's')).id).not.toBe(first!.id);
});

test('a problem has 3 samples and 30 or more hidden tests, no input twice', async () => {
  for (const made of some(40)) {
    const problem = await toProblem(made, 's');
    expect(problem.tests.filter(({ origin }) => origin === 'sample')).toHaveLength(3);
    expect(problem.tests.filter(({ origin }) => origin === 'secret').length).toBeGreaterThanOrEqual(30);
    expect(new Set(problem.tests.map(({ input }) => input)).size).toBe(problem.tests.length);
  }
});

test('hidden tests hold the smallest input that a source can give', () => {
  const made = some(60).find(({ spec }) => spec.source.id === 'counted')!;
  expect(made.hidden.some(({ input }) => input.startsWith('1\n'))).toBe(true);
});

test('held-out problems and training problems share no composition', () => {
  for (const made of some(30, 'test')) expect(splitOf(made.spec)).toBe('test');
  for (const made of some(30, 'train')) expect(splitOf(made.spec)).toBe('train');
});

test('a pair of blocks that is held out is in no training problem, and in every problem of its test', () => {
  for (const { spec } of some(30, 'pairs')) expect(heldOutPairs(spec).length).toBeGreaterThan(0);
  for (const { spec } of some(100, 'train')) expect(heldOutPairs(spec)).toEqual([]);
});

test('a longer problem has one step more than any that is trained on', () => {
  for (const { spec } of some(20, 'longer')) expect(spec.steps).toHaveLength(MOST_STEPS + 1);
  for (const { spec } of some(60, 'train')) expect(spec.steps.length).toBeLessThanOrEqual(MOST_STEPS);
});

test('every clause has phrasings for training and others that training never uses', () => {
  for (const { id, say } of [...SOURCES, ...STEPS, ...REDUCTIONS]) {
    const [known, unseen] = (['known', 'unseen'] as const).map((wording) => phrasings(say, wording));
    expect(known!.length, id).toBeGreaterThanOrEqual(2);
    expect(unseen!.length, id).toBeGreaterThanOrEqual(1);
    expect(
      known!.filter((phrasing) => unseen!.includes(phrasing)),
      id,
    ).toEqual([]);
  }
});

test('keeping and dropping are said about equally often, so that a negation tells nothing', () => {
  const random = new Random(6);
  const filters = STEPS.filter(
    ({ stage, from, technique }) => stage === 'filter' && from === 'numbers' && technique === 'selection',
  );
  const drops = filters
    .flatMap(({ say }) => Array.from({ length: 50 }, () => random.pick(phrasings(say, 'known'))))
    .filter((text) =>
      /Ignore|Drop|Get rid|Do not|do not|need not|except|Pass over|may not|have to go|Forget|are dropped/.test(
        text,
      ),
    );
  expect(drops.length / (50 * filters.length)).toBeGreaterThan(0.35);
  expect(drops.length / (50 * filters.length)).toBeLessThan(0.65);
});

test('leaving out any step changes answers, so that no statement has an idle clause', () => {
  for (const { spec, hidden } of some(40))
    for (const [i, { block }] of spec.steps.entries()) {
      if (block.from !== block.to) continue;
      const without = { ...spec, steps: spec.steps.filter((_, j) => j !== i) };
      expect(
        showDifference(
          spec,
          without,
          hidden.map(({ instance }) => instance),
        ),
        specKey(spec),
      ).not.toBeNull();
    }
});

test('a statement has no slot or bracket left, in any of its wordings', () => {
  const random = new Random(9);
  for (let i = 0; i < 3000; i++) {
    const spec = drawSpec(random, i % 3);
    if (spec) expect(writeStatement(spec, random)).not.toMatch(/[{}[\]|]|undefined| {2}/);
  }
});

test('a statement is worded in many ways', () => {
  const { spec } = familyProblem(1, 1, 'test');
  const wordings = Array.from({ length: 100 }, (_, i) => writeStatement(spec, new Random(i)));
  expect(new Set(wordings).size).toBeGreaterThan(80);
});

const specOf = (source: string, step: string, reduction: string, c: number) => ({
  source: SOURCES.find(({ id }) => id === source)!,
  steps: [{ block: STEPS.find(({ id }) => id === step)!, parameters: { c } }],
  reduction: { block: REDUCTIONS.find(({ id }) => id === reduction)!, parameters: {} },
});
const wordings = (spec: Spec, count: number) =>
  Array.from({ length: count }, (_, i) => writeStatement(spec, new Random(`wording ${i}`)));

test('of a scene’s things is asked in its own words, and of a filter and its count at once', () => {
  const statements = wordings(specOf('counted', 'greater', 'count', 4), 3000);
  expect(
    statements.some((text) =>
      /how many (of the )?(parcels|guests|trees) are (heavier|older|taller) than 4/i.test(text),
    ),
  ).toBe(true);
  expect(statements.some((text) => /(parcels|ones|those) that are (not )?heavier than 4/.test(text))).toBe(
    true,
  );
  // Trees are not heavy.
  expect(statements.filter((text) => /tree.*(heavier|cheaper|older)/.test(text))).toEqual([]);
});

test('once a step has changed the values they are no longer what the scene says', () => {
  const spec = specOf('counted', 'squared', 'maximum', 0);
  const statements = wordings({ ...spec, steps: [{ ...spec.steps[0]!, parameters: {} }] }, 400);
  expect(statements.some((text) => /tree/.test(text))).toBe(true);
  expect(statements.filter((text) => /how tall|tallest/i.test(text))).toEqual([]);
});

test('a word in a scene is called what it is', () => {
  const spec = specOf('word', 'letters-reversed', 'letters-joined', 0);
  const statements = wordings({ ...spec, steps: [{ ...spec.steps[0]!, parameters: {} }] }, 400);
  const told = statements.filter((text) => /password/.test(text));
  expect(told.length).toBeGreaterThan(3);
  expect(told.filter((text) => /\bthe (word|string)\b/i.test(text))).toEqual([]);
});

test('the input may be said in short, in front of what is asked', () => {
  const statements = wordings(specOf('divisors', 'greater', 'sum', 4), 400);
  expect(statements.some((text) => /^Given (a number |an integer |a positive integer )?n, /.test(text))).toBe(
    true,
  );
  // Then the phrase says what is made of it.
  for (const text of statements.filter((one) => one.startsWith('Given n, '))) expect(text).toMatch(/divisor/);
});

test('every number and letter of the parameters is said in the statement', () => {
  for (const { spec, statement } of some(200))
    for (const { parameters } of [...spec.steps, spec.reduction])
      for (const value of Object.values(parameters))
        expect(statement, specKey(spec)).toContain(String(value));
});

test('the oracle plans one step a block and names a technique and a sentence of tutorial for each', () => {
  for (const { spec } of some(60)) {
    expect(oraclePlan(spec).steps).toHaveLength(spec.steps.length + 2);
    const { technique, tutorial } = oracleRetrieval(spec);
    expect(tutorial.match(/\./g)!.length).toBe(technique.split(', ').length);
  }
});

test('a planted fault is one block away and shows on some test', () => {
  const random = new Random(2);
  let shown = 0;
  for (const { spec, hidden } of some(100)) {
    const fault = plantFault(spec, random);
    if (!fault) continue;
    expect(specKey(fault.spec)).not.toBe(specKey(spec));
    if (
      showDifference(
        spec,
        fault.spec,
        hidden.map(({ instance }) => instance),
      )
    )
      shown++;
  }
  expect(shown).toBeGreaterThan(30);
});
