import type { Candidate, SolveEvent, SolveEventBody } from '../src/agents/events.ts';
import { DEFAULT_OPTIONS } from '../src/agents/options.ts';
import type { Problem } from '../src/judge/problem.ts';
import type { TestResult } from '../src/judge/verdict.ts';

/** The problem that the run below is of. */
export const aProblem: Problem = {
  id: 'p-1',
  revision: 'r-1',
  title: 'Sum of the odd numbers',
  statement: 'Add them.',
  assets: [],
  limits: { timeMs: 1000, memoryBytes: 256e6, outputBytes: 1e6 },
  io: { kind: 'stdin' },
  tests: [{ id: 'sample/1', input: '1\n', answers: ['1\n'], origin: 'sample' }],
  checker: { id: 'tokens', config: {} },
  references: [],
  source: '',
  tags: [],
  rating: null,
};

/** A whole run by hand: two plans, one program each, the second one mended once and accepted. */
export function aRun(run: string): SolveEvent[] {
  const usage = { promptTokens: 120, completionTokens: 40 };
  const asked = (request: string, role: 'retriever' | 'planner' | 'coder' | 'debugger') => ({
    type: 'requested' as const,
    request,
    role,
    prompt: [{ role: 'user' as const, content: `the ${role}'s prompt` }],
  });
  const answered = (request: string, role: 'retriever' | 'planner' | 'coder' | 'debugger', text: string) => ({
    type: 'answered' as const,
    request,
    role,
    text,
    parsed: text,
    formatFailure: null,
    reason: 'stop' as const,
    usage,
  });
  const bodies: [at: number, ms: number | undefined, body: SolveEventBody][] = [
    [
      1_000,
      undefined,
      {
        type: 'started',
        problem: 'p-1',
        revision: 'r-1',
        title: 'Sum of the odd numbers',
        options: {
          ...DEFAULT_OPTIONS,
          language: 'python',
          plans: 2,
          programsPerPlan: 1,
          rounds: 2,
          seed: 7,
          temperature: 0.6,
          thinking: 0,
          without: { pack: [], debugger: false },
        },
        seed: 7,
        model: 'quartet-tiny',
        packs: [],
        executor: 'cpu',
        kernels: 'WebAssembly SIMD',
      },
    ],
    [1_010, 12, { type: 'switched', from: null, to: 'retriever' }],
    [1_020, undefined, { ...asked('a', 'retriever'), round: 0, plan: null, candidate: null }],
    [1_400, 370, answered('a', 'retriever', 'filter a list')],
    [1_410, 9, { type: 'switched', from: 'retriever', to: 'planner' }],
    [1_420, undefined, { ...asked('b', 'planner'), round: 0, plan: 0, candidate: null }],
    [1_420, undefined, { ...asked('c', 'planner'), round: 0, plan: 1, candidate: null }],
    [1_800, 380, answered('b', 'planner', 'read n; add what is even')],
    [1_850, 430, answered('c', 'planner', 'read n; add what is odd')],
    [1_860, 8, { type: 'switched', from: 'planner', to: 'coder' }],
    [1_870, undefined, { ...asked('d', 'coder'), round: 0, plan: 0, candidate: 0 }],
    [1_870, undefined, { ...asked('e', 'coder'), round: 0, plan: 1, candidate: 1 }],
    [2_300, 430, answered('d', 'coder', 'print(0)')],
    [2_320, 450, answered('e', 'coder', 'print(1)\nprint(2)')],
    [
      2_500,
      180,
      { type: 'judged', candidate: program(0, 0, null, 0, 'print(0)'), tests: [wrong('sample/1')] },
    ],
    [
      2_700,
      200,
      { type: 'judged', candidate: program(1, 1, null, 0, 'print(1)\nprint(2)'), tests: [wrong('sample/1')] },
    ],
    [2_710, 7, { type: 'switched', from: 'coder', to: 'debugger' }],
    [2_720, undefined, { ...asked('f', 'debugger'), round: 1, plan: 1, candidate: 1 }],
    [3_100, 380, answered('f', 'debugger', 'print(1)\nprint(3)')],
    [
      3_300,
      190,
      { type: 'judged', candidate: program(2, 1, 1, 1, 'print(1)\nprint(3)'), tests: [right('sample/1')] },
    ],
    [3_310, undefined, { type: 'chosen', candidate: 2, why: 'the first program that passes every sample' }],
    [
      3_540,
      220,
      { type: 'graded', candidate: 2, verdict: 'AC', tests: [right('secret/1'), right('secret/2')] },
    ],
    [3_550, undefined, { type: 'ended', how: 'solved', message: 'Passes every sample.' }],
  ];
  return bodies.map(([at, ms, body], seq) => ({
    run,
    seq,
    v: 1,
    measured: ms === undefined ? { at } : { at, ms },
    ...body,
  }));
}

function program(id: number, plan: number, parent: number | null, round: number, source: string): Candidate {
  return { id, plan, parent, round, language: 'python', source };
}

function right(id: string): TestResult {
  return { id, verdict: 'AC', detail: '', stdout: '1\n', stderr: '', measured: { ms: 4 } };
}

function wrong(id: string): TestResult {
  const difference = { line: 1, column: 1, expected: '7', actual: '8' };
  const detail = 'line 1: expected 7, got 8';
  return { id, verdict: 'WA', detail, difference, stdout: '8\n', stderr: '', measured: { ms: 5 } };
}
