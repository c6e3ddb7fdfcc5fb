import type { Run, RunInput } from '../../sandbox/program.ts';
import type { JudgeProgram, Test } from '../problem.ts';
import { kattis } from './kattis.ts';
import { testlib } from './testlib.ts';

/** What a judge program is given; the pipe and the limits are the judge's. */
export type Call = Required<Pick<RunInput, 'stdin' | 'argv' | 'files'>>;

/** What a judge program said of a test: its verdict, a sentence for a person (empty for AC), and all that it remarked. */
export interface Ruling {
  verdict: 'AC' | 'WA' | 'PE' | 'IE';
  detail: string;
  remark: string;
}

/** How judge programs of one kind are called, and how they answer. */
export interface Protocol {
  /** To compare a submission's output with one answer. */
  check(test: Test, answer: string, output: string): Call;
  /** To talk with a submission. */
  interact(test: Test): Call;
  ruling(run: Run): Ruling;
  /** What an interactor that accepts leaves for the checker; null where its own word is the last. */
  left(run: Run): string | null;
}

const PROTOCOLS: Record<JudgeProgram['protocol'], Protocol> = { kattis, testlib };

export function protocolOf(program: JudgeProgram): Protocol {
  return PROTOCOLS[program.protocol];
}
