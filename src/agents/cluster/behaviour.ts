import { checkOutput } from '../../judge/checkers/index.ts';
import { gradeTask } from '../../judge/grade.ts';
import type { Judge, Submission } from '../../judge/judge.ts';
import { type CheckerSpec, DEFAULT_CHECKER, type OpenProblem, type Test } from '../../judge/problem.ts';
import type { Clustering } from '../events.ts';

/** What a program printed on each input; null where it did not end by itself. */
export type Outputs = (string | null)[];

const ENDED: readonly string[] = ['AC', 'WA', 'PE'];

/** Runs a program on inputs that nobody knows the answers of. */
export async function outputsOf(
  submission: Submission,
  inputs: readonly string[],
  { io, limits }: Pick<OpenProblem, 'io' | 'limits'>,
  judge: Judge,
  signal: AbortSignal,
): Promise<Outputs> {
  const tests = inputs.map(
    (input, i): Test => ({ id: `generated/${i + 1}`, input, answers: [''], origin: 'user' }),
  );
  const task = { submission, tests, io, limits, checker: DEFAULT_CHECKER };
  const { tests: results } = await gradeTask(judge, task, signal);
  return results.map(({ verdict, stdout }) => (ENDED.includes(verdict) ? stdout : null));
}

export interface Voter {
  candidate: number;
  outputs: Outputs;
}

/**
 * Puts together what behaved alike. Inputs on which most crash say nothing and are dropped; on the others each program is
 * held against every other by the problem's checker, and shares what it agrees with.
 */
export function clustered(voters: readonly Voter[], checker: CheckerSpec): Clustering {
  const all = voters[0]?.outputs.length ?? 0;
  const kept = Array.from({ length: all }, (_, i) => i).filter(
    (i) => 2 * voters.filter(({ outputs }) => outputs[i] === null).length <= voters.length,
  );
  const agree = (p: Voter, q: Voter): number =>
    kept.filter((i) => {
      const [a, b] = [p.outputs[i]!, q.outputs[i]!];
      return a !== null && b !== null && checkOutput(a, [b], checker).verdict === 'AC';
    }).length;
  const groups: Clustering['groups'] = [];
  for (const voter of voters) {
    const alike = groups.find(({ candidates }) => {
      const other = voters.find(({ candidate }) => candidate === candidates[0])!;
      return kept.every((i) => voter.outputs[i] === other.outputs[i]);
    });
    if (alike) {
      alike.candidates.push(voter.candidate);
      continue;
    }
    const others = voters.filter((other) => other !== voter);
    const agreed = others.reduce((sum, other) => sum + agree(voter, other), 0);
    const shared = agreed / Math.max(1, kept.length * others.length);
    groups.push({ candidates: [voter.candidate], shared });
  }
  return { inputs: kept.length, dropped: all - kept.length, groups };
}

/** The group that shares most with the others; of several the one with the first candidate. */
export const widest = ({ groups }: Clustering): Clustering['groups'][number] =>
  groups.reduce((best, group) => (group.shared > best.shared ? group : best));
