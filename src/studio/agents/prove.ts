import { likeSamples } from '../../agents/cluster/inputs.ts';
import { keepsForm } from '../../agents/cluster/relations.ts';
import { hashText } from '../../agents/hash.ts';
import { gradeTask } from '../../judge/grade.ts';
import type { Judge } from '../../judge/judge.ts';
import { DEFAULT_CHECKER, type Limits } from '../../judge/problem.ts';
import type { TestResult } from '../../judge/verdict.ts';
import type { Ran, Solution, TestInput } from './events.ts';
import type { Proposal } from './proposal.ts';

const MiB = 1024 * 1024;
/** What an exercise's programs may take on one input. */
export const EXERCISE_LIMITS: Limits = { timeMs: 2000, memoryBytes: 256 * MiB, outputBytes: 64 * 1024 };
const GENERATED = 6;

/** Everything that the programs of an instruction are compared on: samples, tests, and inputs made from them. */
export function inputsFor(proposal: Proposal, seed: string): TestInput[] {
  const stated = [...proposal.samples.map(({ input }) => input), ...proposal.inputs];
  const samples = proposal.samples.map(
    ({ input, output }, i): TestInput => ({ id: `sample/${i + 1}`, input, claim: output, origin: 'sample' }),
  );
  const known = new Set(samples.map(({ input }) => input.trim()));
  const fresh = proposal.inputs.filter((input) => !known.has(input.trim()));
  const open =
    (origin: 'test' | 'generated') =>
    (input: string, i: number): TestInput => ({
      ...{ id: `${origin}/${i + 1}`, input, claim: null, origin },
    });
  return [
    ...samples,
    ...fresh.map(open('test')),
    ...likeSamples(stated, { kind: 'stdin' }, 3 * GENERATED, hashText(seed))
      .filter(keepsForm(stated))
      .slice(0, GENERATED)
      .map(open('generated')),
  ];
}

/** What a test's result says of the run alone: what was printed, or why nothing counts. */
function ranOf({ id, verdict, stdout, detail }: TestResult): Ran {
  const ended = verdict === 'AC' || verdict === 'WA' || verdict === 'PE';
  return ended ? { id, printed: stdout, fault: '' } : { id, printed: null, fault: `${verdict}: ${detail}` };
}

/** Runs a program in its own language's sandbox on every input. Throws what the judge throws. */
export async function runOn(
  inputs: readonly TestInput[],
  { language, source }: Pick<Solution, 'language' | 'source'>,
  judge: Judge,
  signal: AbortSignal,
): Promise<Ran[]> {
  const task = {
    submission: { language, source },
    tests: inputs.map(({ id, input, claim }) => ({
      ...{ id, input, answers: [claim ?? ''] },
      origin: 'secret' as const,
    })),
    ...{ io: { kind: 'stdin' } as const, limits: EXERCISE_LIMITS, checker: DEFAULT_CHECKER },
  };
  const { tests } = await gradeTask(judge, task, signal);
  return tests.map(ranOf);
}
