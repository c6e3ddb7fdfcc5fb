import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { Reduction, Source, Step } from '../../../src/studio/family/block.ts';
import { REDUCTIONS, reductionsOf, SOURCES, STEPS } from '../../../src/studio/family/blocks.ts';
import { writeC } from '../../../src/studio/family/c.ts';
import { writeCpp } from '../../../src/studio/family/cpp.ts';
import { plantFault, showDifference } from '../../../src/studio/family/faults.ts';
import { writeJavaScript } from '../../../src/studio/family/javascript.ts';
import { writeLua } from '../../../src/studio/family/lua.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { writePython } from '../../../src/studio/family/python.ts';
import { Random } from '../../../src/studio/family/random.ts';
import { writeRuby } from '../../../src/studio/family/ruby.ts';
import { evaluate, type Spec, specKey } from '../../../src/studio/family/spec.ts';
import { writeTypeScript } from '../../../src/studio/family/typescript.ts';
import { translate } from '../../../workers/sandbox/typescript/translate.ts';
import { programs } from '../sandbox/run-program.ts';
import { together } from './together.ts';

const interpreters = { python: programs('python'), lua: programs('lua'), ruby: programs('ruby') };
const interpreted =
  (language: keyof typeof interpreters) =>
  async (source: string, ...inputs: string[]) =>
    (await interpreters[language](source, ...inputs)).map(({ stdout, stderr }) => stdout + stderr);

/** JavaScript as Node runs it, a fresh context a run; a thread a run would take minutes. */
function javascript(source: string, input: string): string {
  const printed: string[] = [];
  const console = { log: (value: unknown) => printed.push(Object.is(value, -0) ? '-0' : String(value)) };
  const require = () => ({ readFileSync: () => input });
  runInNewContext(source, { console, require });
  return printed.join('\n');
}

/** The same with its types taken off; the module's import becomes what it is in such a context. */
function typescript(source: string, input: string): string {
  const translated = translate(source);
  if (!translated.ok || !('source' in translated)) throw new Error(`${source} was not translated`);
  const { source: plain } = translated;
  return javascript(plain.replace(/^import (.*) from '(.*)';$/m, "const $1 = require('$2');"), input);
}

const run = {
  typescript: async (source: string, ...inputs: string[]) => inputs.map((input) => typescript(source, input)),
  javascript: async (source: string, ...inputs: string[]) => inputs.map((input) => javascript(source, input)),
  python: interpreted('python'),
  lua: interpreted('lua'),
  ruby: interpreted('ruby'),
};
const write = {
  python: writePython,
  javascript: writeJavaScript,
  typescript: writeTypeScript,
  lua: writeLua,
  ruby: writeRuby,
};
const LANGUAGES = ['python', 'javascript', 'typescript', 'lua', 'ruby'] as const;

const of = <B extends Step | Reduction>(block: B, random: Random) => ({
  block,
  parameters: block.draw?.(random) ?? {},
});
const printing = (kind: string): Reduction =>
  reductionsOf(kind as never).find(({ technique, ordered }) => technique === 'output' && ordered)!;

/** The plainest source of a kind that a block can stand on. */
function sourceFor({ from, needsNonNegative }: Step | Reduction): Source {
  return SOURCES.find(
    ({ to, id }) =>
      to === from && (from !== 'numbers' || id === (needsNonNegative ? 'counted' : 'counted-signed')),
  )!;
}

const random = new Random(4);
const alone: Spec[] = [
  ...SOURCES.map((source): Spec => ({ source, steps: [], reduction: of(printing(source.to), random) })),
  ...STEPS.map(
    (step): Spec => ({
      source: sourceFor(step),
      steps: [of(step, random)],
      reduction: of(printing(step.to), random),
    }),
  ),
  ...REDUCTIONS.map(
    (reduction): Spec => ({ source: sourceFor(reduction), steps: [], reduction: of(reduction, random) }),
  ),
];
const shapes = [
  { size: 'one', values: 'mixed' },
  { size: 'small', values: 'repeated' },
  { size: 'medium', values: 'mixed' },
] as const;
const words = (text: string) => text.split(/\s+/).filter(Boolean);

test.each(LANGUAGES)(
  'every block alone prints in %s what the oracle says',
  async (language) => {
    expect(alone).toHaveLength(SOURCES.length + STEPS.length + REDUCTIONS.length);
    for (const spec of alone) {
      const cases = shapes.map((shape) => spec.source.make(random, shape));
      const source = write[language](spec);
      const runs = await run[language](source, ...cases.map(({ text }) => text));
      for (const [i, printed] of runs.entries())
        expect(words(printed), `${specKey(spec)}\n${source}\non ${cases[i]!.text}`).toEqual(
          words(evaluate(spec, cases[i]!)),
        );
    }
  },
  120_000,
);

test.each(LANGUAGES)(
  'many compositions pass their tests in %s, and a planted fault fails one',
  async (language) => {
    let caught = 0;
    for (let i = 0; i < (language.endsWith('script') ? 40 : 15); i++) {
      const { spec, samples, hidden } = familyProblem(31, i, 'train');
      const tests = [...samples, ...hidden.filter((_, at) => at % 4 === 0)];
      const source = write[language](spec);
      const runs = await run[language](source, ...tests.map(({ input }) => input));
      for (const [j, printed] of runs.entries())
        expect(words(printed), `${specKey(spec)}\n${source}`).toEqual(words(tests[j]!.answer));
      const fault = plantFault(spec, random);
      const difference =
        fault &&
        showDifference(
          spec,
          fault.spec,
          tests.map(({ instance }) => instance),
        );
      if (!fault || !difference) continue;
      const [wrong] = await run[language](write[language](fault.spec), difference.input);
      expect(words(wrong!), specKey(fault.spec)).toEqual(words(difference.actual));
      caught++;
    }
    expect(caught).toBeGreaterThan(3);
  },
  120_000,
);

test.each([
  ['c', writeC],
  ['cpp', writeCpp],
] as const)(
  'every block alone and many compositions print in %s what the oracle says',
  async (language, writing) => {
    const composed = Array.from({ length: 20 }, (_, i) => familyProblem(31, i, 'train'));
    const wanted = [
      ...alone.map((spec) => {
        const cases = shapes.map((shape) => spec.source.make(random, shape));
        return { spec, cases: cases.map((one) => ({ input: one.text, answer: evaluate(spec, one) })) };
      }),
      ...composed.map(({ spec, samples, hidden }) => ({
        spec,
        cases: [...samples, ...hidden.filter((_, at) => at % 4 === 0)],
      })),
    ];
    const sources = wanted.map(({ spec }) => writing(spec));
    const inputs = wanted.flatMap(({ cases }, i) => cases.map(({ input }) => `${i}\n${input}`));
    const runs = await programs(language)(together(language, sources), ...inputs);
    const printed = runs.map(({ stdout, stderr }) => stdout + stderr);
    for (const [i, { spec, cases }] of wanted.entries())
      for (const { input, answer } of cases)
        expect(words(printed.shift()!), `${specKey(spec)}\n${sources[i]}\non ${input}`).toEqual(
          words(answer),
        );
  },
  240_000,
);
