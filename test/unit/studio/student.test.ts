import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test, vi } from 'vitest';
import { coder, planner, retriever } from '../../../src/agents/roles/index.ts';
import { writeLua } from '../../../src/studio/family/lua.ts';
import { oraclePlan, oracleRetrieval } from '../../../src/studio/family/oracle.ts';
import { familyProblem } from '../../../src/studio/family/problem.ts';
import { teach } from '../../../tools/studio/distill.ts';

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

interface Asked {
  model: string;
  key: string | undefined;
}

async function endpoint(asked: Asked[]): Promise<{ server: Server; url: string }> {
  const server = createServer(async (request, response) => {
    const { model, messages } = JSON.parse(await text(request));
    asked.push({ model, key: request.headers.authorization });
    const content = answerTo(messages.map((one: { content: string }) => one.content).join('\n'));
    response.end(JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

test('a student behind an endpoint is supervised under its own name, and never sent the teacher’s key', async () => {
  vi.stubEnv('OPENAI_API_KEY', 'the teacher’s');
  const asked: Asked[] = [];
  const { server, url } = await endpoint(asked);
  const values = { seed: '3', count: '1', language: 'lua', sandbox: 'threads', student: `openai:${url}` };
  try {
    await expect(teach('supervise', values, out)).rejects.toThrow(
      '--student-model names the endpoint’s model.',
    );
    expect(await teach('supervise', { ...values, 'student-model': 'small' }, out)).toBe(true);
  } finally {
    server.close();
  }
  expect(new Set(asked.map(({ model }) => model))).toEqual(new Set(['small']));
  expect(new Set(asked.map(({ key }) => key))).toEqual(new Set([undefined]));
  expect(JSON.parse(readFileSync(join(out, 'settings.json'), 'utf8'))).toMatchObject({
    teacher: 'oracle',
    student: 'openai:small',
  });
  const [row] = readFileSync(join(out, 'coder.jsonl'), 'utf8').split('\n');
  expect(JSON.parse(row!).messages.at(-1).content).toBe(coder.write(writeLua(spec), input));
});
