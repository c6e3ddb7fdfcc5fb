import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { coder, planner, retriever } from '../../../src/agents/roles/index.ts';
import { writeLua } from '../../../src/studio/family/lua.ts';
import { oraclePlan, oracleRetrieval } from '../../../src/studio/family/oracle.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { teach } from '../../../tools/studio/distill.ts';
import { endpoint } from '../endpoint/server.ts';

const out = mkdtempSync(join(tmpdir(), 'quartet-student-'));
vi.spyOn(process.stdout, 'write').mockReturnValue(true);
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(out, { recursive: true });
});

const { spec } = familyProblem(3, 0, 'train');
const input = { language: 'lua' } as never;

/** What a student says that writes a wrong program until it is told what is wrong. */
function answerTo(prompt: string): string {
  if (prompt.includes('Recall one problem')) return retriever.write([oracleRetrieval(spec)], input);
  if (prompt.includes('Write a plan')) return planner.write(oraclePlan(spec), input);
  if (!prompt.includes('Write the whole program')) return 'I cannot.';
  return coder.write(prompt.includes('What was wrong') ? writeLua(spec) : "print('wrong')", input);
}

type Body = { model: string; messages: { content: string }[] };

interface Asked {
  model: string;
  key: string | undefined;
}

test('a student behind an endpoint is supervised under its own name, and never sent the teacher’s key', async () => {
  vi.stubEnv('OPENAI_API_KEY', 'the teacher’s');
  const asked: Asked[] = [];
  const url = await endpoint<Body>(({ model, messages }, response, request) => {
    asked.push({ model, key: request.headers.authorization });
    const content = answerTo(messages.map((one) => one.content).join('\n'));
    response.end(JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] }));
  });
  const values = { seed: '3', count: '1', language: 'lua', sandbox: 'threads', student: `openai:${url}` };
  await expect(teach('supervise', values, out)).rejects.toThrow(
    '--student-model names the endpoint’s model.',
  );
  expect(await teach('supervise', { ...values, 'student-model': 'small' }, out)).toBe(true);
  expect(new Set(asked.map(({ model }) => model))).toEqual(new Set(['small']));
  expect(new Set(asked.map(({ key }) => key))).toEqual(new Set([undefined]));
  expect(JSON.parse(readFileSync(join(out, 'settings.json'), 'utf8'))).toMatchObject({
    teacher: 'oracle',
    student: 'openai:small',
  });
  const [row] = readFileSync(join(out, 'coder.jsonl'), 'utf8').split('\n');
  expect(JSON.parse(row!).messages.at(-1).content).toBe(coder.write(writeLua(spec), input));
});
