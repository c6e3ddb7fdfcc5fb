import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROMPT_HASHES } from '../../../src/agents/roles/index.ts';
import { ROLES, type Role } from '../../../src/llm/engine.ts';
import { createTokenizer } from '../../../src/llm/tokenizer.ts';
import type { RoleRow } from '../../../src/studio/documents.ts';
import { exportRows } from '../../../src/studio/export.ts';

const rows = [...exportRows(1, { base: 6000, role: 100 })];
const base = rows.flatMap(({ file, row }) => (file === 'base' ? [row.text] : []));
const ofRole = (role: Role): RoleRow[] =>
  rows.flatMap((exported) => (exported.file === role ? [exported.row as RoleRow] : []));
test('an export has as many rows as asked for, the same for the same seed', () => {
  expect(base).toHaveLength(6000);
  for (const role of ROLES) expect(ofRole(role)).toHaveLength(100);
  expect([...exportRows(1, { base: 20, role: 0 })].map(({ row }) => row)).toEqual(
    base.slice(0, 20).map((text) => ({ text })),
  );
});

test('every base document stands in the chat template, a question and an answer', () => {
  for (const text of base)
    expect(text).toMatch(
      /^<\|im_start\|>user\n[\s\S]+<\|im_end\|>\n<\|im_start\|>assistant\n[\s\S]+<\|im_end\|>\n$/,
    );
});

test('every role row ends with the answer and names its role, language and prompt', () => {
  for (const role of ROLES)
    for (const row of ofRole(role)) {
      expect(row.messages.at(-1)!.role).toBe('assistant');
      expect(row).toMatchObject({ role, language: 'python', promptHash: PROMPT_HASHES[role] });
    }
});

test('lists of steps are among the rows of a role that mends nothing', () => {
  const lists = (role: Role) => ofRole(role).filter(({ problem }) => problem.startsWith('list: '));
  expect(lists('debugger')).toEqual([]);
  for (const role of ['retriever', 'planner', 'coder'] as const) {
    expect(lists(role).length).toBeGreaterThan(2);
    expect(lists(role).length).toBeLessThan(40);
  }
  for (const { problem, messages } of lists('planner'))
    expect(messages.at(-1)!.content.split('\n')).toHaveLength(problem.split(', ').length);
});

test('words are missing from some statements of the coder and the debugger, from none of the others', () => {
  const whole = (role: Role) => {
    const problems = ofRole(role).filter(({ problem }) => !problem.startsWith('list: '));
    const ends = problems.filter(({ messages }) =>
      /^[A-Z(].*[.!?)]$/.test(messages[0]!.content.split('\n')[1]!),
    );
    return ends.length / problems.length;
  };
  for (const role of ['retriever', 'planner'] as const) expect(whole(role), role).toBe(1);
  for (const role of ['coder', 'debugger'] as const) {
    expect(whole(role), role).toBeLessThan(0.95);
    expect(whole(role), role).toBeGreaterThan(0.5);
  }
});

test('no base document asks in a role’s form', () => {
  const closings = ROLES.map((role) => ofRole(role)[0]!.messages[0]!.content.split('\n').at(-1)!);
  for (const text of base) for (const line of closings) expect(text).not.toContain(`${line}<|im_end|>`);
});

test('no base document mends a program, plans from a technique or names the technique of a problem', () => {
  for (const text of base) {
    const [, asked = '', , answer = ''] = text.split(/<\|im_start\|>(?:user|assistant)\n|<\|im_end\|>\n/);
    const programs = [...text.matchAll(/```(\w+)\n/g)].map(([, language]) => language);
    expect(new Set(programs).size, text).toBe(programs.length);
    if (/^- /.test(answer)) expect(asked).not.toMatch(/```|Technique|Tutorial/);
    if (asked.includes('Technique:')) expect(answer).toBe('');
    if (programs.length > 0) expect(text).not.toMatch(/^(Similar|Technique|Tutorial|Expected|Actual|Mend)/m);
  }
});

test('the base reads programs in all three languages', () => {
  for (const language of ['python', 'javascript', 'lua'])
    expect(base.filter((text) => text.includes(`\`\`\`${language}\n`)).length).toBeGreaterThan(
      base.length / 12,
    );
});

// Random words of sample inputs may split into pieces that occur nowhere else: those in one or two rows do not count.
test('every token that a role’s prompts and answers share is trained in the base', () => {
  const tokenizer = createTokenizer(readFileSync('public/models/quartet-tiny/tokenizer.json'));
  const seen = new Set(
    base.flatMap((text) => text.split(/<\|im_(?:start|end)\|>/).flatMap((part) => tokenizer.encode(part))),
  );
  for (const role of ROLES) {
    const rowsWith = new Map<number, number>();
    for (const { messages } of ofRole(role))
      for (const token of new Set(messages.flatMap(({ content }) => tokenizer.encode(content))))
        rowsWith.set(token, (rowsWith.get(token) ?? 0) + 1);
    const shared = [...rowsWith].filter(([, count]) => count > 2).map(([token]) => token);
    expect(shared.length).toBeGreaterThan(100);
    expect(
      shared.filter((token) => !seen.has(token)),
      role,
    ).toEqual([]);
  }
});
