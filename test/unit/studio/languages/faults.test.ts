import { expect, test } from 'vitest';
import type { Run } from '../../../../src/sandbox/program.ts';
import { FAULTS } from '../../../../src/studio/agents/script/engine.ts';
import { type ScriptedFault, withFault } from '../../../../src/studio/agents/script/fault.ts';
import { type FamilyProblem, familyProblem } from '../../../../src/studio/family/problem.ts';
import { WRITERS } from '../../../../src/studio/family/writers.ts';
import { programs } from '../../sandbox/run-program.ts';
import { together } from '../together.ts';

/** Problems that are looked through for programs in which a fault has a place, and of those how many are run. */
const LOOKED_AT = 400;
const RUN = 20;
const RUN_TOGETHER = 3;
const TESTS = 8;

interface Faulty {
  source: string;
  problem: FamilyProblem;
}

const problems = Array.from({ length: LOOKED_AT }, (_, i) => familyProblem(12, i, 'train'));
/** From the smallest to those with the most values. */
const testsOf = ({ hidden }: FamilyProblem) => hidden.filter((_, i) => i % 4 === 0).slice(0, TESTS);
const inputsOf = (problem: FamilyProblem) => testsOf(problem).map(({ input }) => input);
const words = (text: string) => text.split(/\s+/).filter(Boolean).join(' ');

/** Whether a run ended otherwise than the problem asks for. */
const fails = ({ problem }: Faulty, runs: readonly Run[]) =>
  runs.some(
    ({ stdout, exit }, i) =>
      exit.kind !== 'code' || exit.code !== 0 || words(stdout) !== words(testsOf(problem)[i]!.answer),
  );

async function isFound(language: string, some: readonly Faulty[]): Promise<boolean> {
  for (const faulty of some)
    if (fails(faulty, await programs(language)(faulty.source, ...inputsOf(faulty.problem)))) return true;
  return false;
}

/** Whether each fault is found, of all programs compiled in one go. */
async function areFound(language: 'c' | 'cpp', faults: readonly Faulty[][]): Promise<boolean[]> {
  const all = faults.map((some) => some.slice(0, RUN_TOGETHER));
  const inputs = all.flat().flatMap(({ problem }, i) => inputsOf(problem).map((input) => `${i}\n${input}`));
  const sources = all.flat().map(({ source }) => source);
  const runs = await programs(language)(together(language, sources), ...inputs);
  return all.map((some) => some.map((faulty) => fails(faulty, runs.splice(0, TESTS))).includes(true));
}

test.each(Object.keys(FAULTS))(
  'every fault of the scripted agent for %s has a place, and running finds it',
  async (language) => {
    const placed = (fault: ScriptedFault): Faulty[] => {
      const faulty = problems.flatMap((problem) => {
        const source = withFault(WRITERS[language]!(problem.spec), fault);
        return source === null ? [] : [{ source, problem }];
      });
      expect(faulty, `no program has a place for: ${fault.lesson}`).not.toEqual([]);
      return faulty.slice(0, RUN);
    };
    const faults = FAULTS[language]!;
    const all = faults.map(placed);
    const found: boolean[] = [];
    if (language === 'c' || language === 'cpp') found.push(...(await areFound(language, all)));
    else for (const some of all) found.push(await isFound(language, some));
    expect(faults.filter((_, i) => !found[i]).map(({ lesson }) => lesson)).toEqual([]);
  },
  300_000,
);
