import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { writePlan } from '../../../src/agents/formats.ts';
import { formFor, promptHash } from '../../../src/agents/role.ts';
import {
  coder,
  debuggerRole,
  PROMPT_HASHES,
  planner,
  retriever,
  TRACED_PROMPT_HASH,
} from '../../../src/agents/roles/index.ts';
import { taskOf } from '../../../src/agents/task.ts';
import { ROLES } from '../../../src/llm/engine.ts';
import { Automaton } from '../../../src/llm/grammar/automaton.ts';
import { parseEbnf } from '../../../src/llm/grammar/ebnf.ts';

const retrieval = { similar: 'Count vowels.', technique: 'counting', tutorial: 'Count them.' };
const plan = { steps: ['Read a.', 'Print `max(a)` or 0.'] };
const source = 'a = [1]\n\nfor x in a:\n    print(f"{x}")\n';
const task = {
  statement: 'Print the largest.',
  samples: [{ input: '1 2\n', output: '2\n' }],
  exchange: 'The program reads standard input.',
};
const failure = { input: '1 2', expected: '2', actual: '1', error: '' };
const inputs = {
  retriever: { ...task, count: 2 },
  planner: { ...task, retrieval, language: 'lua' },
  coder: { ...task, plan, language: 'lua' },
  debugger: { ...task, plan, source, language: 'lua', failure },
};
const said = (messages: { content: string }[]) => messages.map(({ content }) => content).join('\n');
const allows = (grammar: string, text: string): boolean => {
  const automaton = new Automaton(parseEbnf(grammar));
  let state: ReturnType<Automaton['step']> = automaton.start;
  for (const byte of new TextEncoder().encode(text)) state = state && automaton.step(state, byte);
  return state?.accepting ?? false;
};

test('the tuned prompts are those that the shipped packs were trained on', () => {
  expect(PROMPT_HASHES).toEqual({
    retriever: 'de42e6632c7faed7',
    planner: '9b59e2823e3af716',
    coder: 'b3de1ea78aca73fc',
    debugger: 'd44c934e4647b05e',
  });
  const { packs } = JSON.parse(readFileSync('public/models/quartet-tiny/quartet.json', 'utf8'));
  const trained = packs.map(({ role, promptHash }: Record<string, string>) => [role, promptHash]);
  expect(Object.fromEntries(trained)).toEqual({ ...PROMPT_HASHES, debugger: TRACED_PROMPT_HASH });
});

describe('what a role writes is in its grammar, tuned and instruct', () => {
  test('the retriever’s one or several', () => {
    expect(allows(retriever.grammar(inputs.retriever), retriever.write([retrieval], inputs.retriever))).toBe(
      true,
    );
    const { grammar } = retriever.instruct;
    expect(allows(grammar(inputs.retriever), retriever.write([retrieval, retrieval], inputs.retriever))).toBe(
      true,
    );
    expect(allows(grammar(inputs.retriever), retriever.write([retrieval], inputs.retriever))).toBe(false);
  });
  test('the planner’s, with a confidence where it is asked for', () => {
    const text = planner.write(plan, inputs.planner);
    expect(allows(planner.grammar(inputs.planner), text)).toBe(true);
    const { grammar } = planner.instruct;
    for (const [sure, right] of [
      ['100', true],
      ['7', true],
      ['101', false],
      ['high', false],
    ] as const)
      expect(allows(grammar(inputs.planner), `${writePlan(plan)}\nConfidence: ${sure}`)).toBe(right);
  });
  test('none numbers the steps of a plan for a pack, which would learn to end at a number', () => {
    for (const text of [
      planner.write(plan, inputs.planner),
      said(coder.tuned(inputs.coder)),
      said(debuggerRole.tuned(inputs.debugger)),
      debuggerRole.write({ plan, source }, inputs.debugger),
    ]) {
      for (const step of plan.steps) expect(text).toContain(`- ${step}`);
      expect(text).not.toMatch(/^\d+\. /m);
    }
  });
  test('the coder’s and the debugger’s', () => {
    expect(allows(coder.grammar(inputs.coder), coder.write(source, inputs.coder))).toBe(true);
    const mend = debuggerRole.write({ plan, source }, inputs.debugger);
    expect(allows(debuggerRole.grammar(inputs.debugger), mend)).toBe(true);
    expect(allows(debuggerRole.grammar(inputs.debugger), `Sure!\n${mend}`)).toBe(false);
  });
});

describe('an instruct prompt', () => {
  const prompts = {
    retriever: said(retriever.instruct.prompt(inputs.retriever)),
    planner: said(planner.instruct.prompt(inputs.planner)),
    coder: said(coder.instruct.prompt(inputs.coder)),
    debugger: said(debuggerRole.instruct.prompt(inputs.debugger)),
  };
  test.each(ROLES)('of the %s says the problem, its samples and how it is read', (role) => {
    for (const text of [task.statement, '1 2', task.exchange]) expect(prompts[role]).toContain(text);
  });
  test('says how many problems to recall, which technique is at hand, and in what language to write', () => {
    expect(prompts.retriever).toContain('2 different problems');
    expect(prompts.planner).toContain('Technique: counting');
    expect(prompts.planner).toContain('Confidence: ');
    expect(prompts.coder).toContain('in Lua');
    expect(prompts.debugger).toContain('Actual output:\n1');
  });
  test('of the debugger says the error in place of an output that there was not', () => {
    const crashed = { ...inputs.debugger, failure: { ...failure, actual: '', error: 'NameError: b' } };
    const text = said(debuggerRole.instruct.prompt(crashed));
    expect(text).toContain('Error:\nNameError: b');
    expect(text).not.toContain('Actual output');
  });
});

test('a pack is shown traces only if its hash says that it learned them', () => {
  const trace = '1: a = [1]';
  const traced = { ...inputs.debugger, failure: { ...failure, trace } };
  const shown = (hash: string) => {
    const pack = { role: 'debugger', hash: '', promptHash: hash, bytes: 0, share: 0 } as const;
    return said(formFor(debuggerRole, { packs: [pack] }).prompt(traced)).includes(trace);
  };
  expect(TRACED_PROMPT_HASH).not.toBe(PROMPT_HASHES.debugger);
  expect([PROMPT_HASHES.debugger, TRACED_PROMPT_HASH, ''].map(shown)).toEqual([false, true, true]);
});

test('a trace stands between the program and the test that it fails, and only where there is one', () => {
  const trace = '1: a = [1]\n...\n3: x = 1';
  const traced = { ...inputs.debugger, failure: { ...failure, trace } };
  const tuned = said(debuggerRole.tuned(traced));
  expect(tuned).toContain(`\n\`\`\`\nTrace:\n${trace}\nInput:\n1 2\nExpected:`);
  expect(tuned.replace(`Trace:\n${trace}\n`, '')).toBe(said(debuggerRole.tuned(inputs.debugger)));
  expect(said(debuggerRole.instruct.prompt(traced))).toContain(trace);
  expect(said(debuggerRole.instruct.prompt(inputs.debugger))).not.toContain('What the program did');
});

test('feedback stands in every role’s prompts, and only where there is some', () => {
  const feedback = 'Mind the empty list.';
  const pairs: [string, string][] = [
    [
      said(retriever.tuned({ ...inputs.retriever, feedback })),
      said(retriever.instruct.prompt({ ...inputs.retriever, feedback })),
    ],
    [
      said(planner.tuned({ ...inputs.planner, feedback })),
      said(planner.instruct.prompt({ ...inputs.planner, feedback })),
    ],
    [
      said(coder.tuned({ ...inputs.coder, feedback })),
      said(coder.instruct.prompt({ ...inputs.coder, feedback })),
    ],
    [
      said(debuggerRole.tuned({ ...inputs.debugger, feedback })),
      said(debuggerRole.instruct.prompt({ ...inputs.debugger, feedback })),
    ],
  ];
  for (const [tuned, instruct] of pairs) {
    expect(tuned).toContain(`Feedback: ${feedback}\n`);
    expect(instruct).toContain(feedback);
  }
  expect(said(coder.tuned(inputs.coder))).not.toContain('Feedback');
});

test.each([
  [{ kind: 'stdin' as const }, 'standard input and prints'],
  [
    { kind: 'files' as const, input: 'a.in', output: '' },
    'reads the file a.in and writes the answer to standard output',
  ],
  [
    { kind: 'call' as const, fn: 'solve', starter: 'def solve(n):\n    ...\n' },
    'what the function solve returns',
  ],
])('a task says that %j', (io, words) => {
  const open = {
    id: 'i',
    revision: 'r',
    title: 't',
    statement: 's',
    limits: { timeMs: 1, memoryBytes: 1, outputBytes: 1 },
    io,
    checker: { id: 'tokens', config: {} },
    samples: [],
  };
  expect(taskOf(open).exchange).toContain(words);
  const interactor = { language: 'python', source: '', protocol: 'kattis' as const };
  expect(taskOf({ ...open, interactor }).exchange).toContain('talks with a judge program');
});

test('a pack that was trained on no prompt of ours is asked as a model without one', () => {
  const pack = { role: 'coder' as const, hash: 'a', bytes: 1, share: 0.1 };
  expect(formFor(coder, { packs: [] })).toBe(coder.instruct);
  expect(formFor(coder, { packs: [{ ...pack, promptHash: '' }] })).toBe(coder.instruct);
  expect(formFor(coder, { packs: [{ ...pack, promptHash: promptHash(coder) }] }).prompt).toBe(coder.tuned);
});
