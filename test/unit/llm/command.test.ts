import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { folderSource } from '../../../tools/folder-source.ts';
import { computeLogits, generate } from '../../../tools/llm/tasks.ts';
import { distance, fixture, golden } from '../pack/fixture.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const mlc = fixture('packed');
const coder = join(mlc, 'roles/coder.safetensors');
const work = mkdtempSync(join(tmpdir(), 'quartet-'));
afterAll(() => rmSync(work, { recursive: true }));

/** Runs `npm run llm` without npm. */
async function llm(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const script = [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'tools/llm.ts'), ...args];
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, script, { cwd: root })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

function file(name: string, text: string): string {
  writeFileSync(join(work, name), text);
  return join(work, name);
}

test('logits prints those of the last position, bare and under a pack, as one line of JSON', async () => {
  const tokens = `${golden.tokens.slice(0, golden.positions[2] + 1)}`;
  const bare = await llm('logits', '--mlc', mlc, '--tokens', tokens, '--json');
  const found = JSON.parse(bare.stdout);
  expect(found).toMatchObject({ executor: 'cpu', adapter: 'WebAssembly SIMD' });
  expect(Object.keys(found)).toEqual(['executor', 'adapter', 'logits']);
  expect(distance(found.logits, golden.tied[2])).toBeLessThan(1e-4);
  for (const role of [coder, 'coder']) {
    const under = await llm('logits', '--mlc', mlc, '--tokens', tokens, '--role', role, '--json');
    expect(distance(JSON.parse(under.stdout).logits, golden.role[2])).toBeLessThan(1e-4);
  }
});

test('generate answers text, chats and tokens, several at a time, held to a grammar', async () => {
  const chat = file('chat.json', '[{"role": "user", "content": "Read n."}]');
  const grammar = file('form.ebnf', 'root ::= "Yes, " [a-z]{2,5} "."');
  const options = [
    '--chat',
    chat,
    '--grammar',
    grammar,
    '--n',
    '3',
    '--seed',
    '5',
    '--temperature',
    '1',
    '--max',
    '20',
  ];
  const { stdout } = await llm('generate', '--mlc', mlc, ...options, '--json');
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ model: 'tiny-random', executor: 'cpu', role: null });
  expect(result.answers.map(({ seed }: { seed: number }) => seed)).toEqual([5, 6, 7]);
  for (const { text, usage } of result.answers) {
    expect(text).toMatch(/^Yes, [a-z]{2,5}\.$/);
    expect(usage.promptTokens).toBeGreaterThan(5);
  }
  const plain = await llm('generate', '--mlc', mlc, ...options);
  expect(plain.stdout).toBe(
    result.answers
      .map(({ seed, text }: { seed: number; text: string }) => `--- seed ${seed}\n${text}\n`)
      .join(''),
  );
});

test('a pack from any file answers as the one that the model lists', async () => {
  const task = {
    kind: 'generate' as const,
    prompt: { text: 'Read n' },
    seeds: [1],
    options: { maxTokens: 12, temperature: 0, topP: 1, topK: 0, repetitionPenalty: 1, stop: [] },
  };
  const source = folderSource(mlc);
  const pack = (await source.read('roles/coder.safetensors'))!;
  const told: string[] = [];
  const under = await generate(source, task, pack, {}, (_, text) => told.push(text));
  const bare = await generate(source, task, null, {});
  expect(under.role).toBe('coder');
  expect(told.join('')).toBe(under.answers[0].text);
  expect(under.answers[0].tokens).not.toEqual(bare.answers[0].tokens);
});

test('a pack for another base is refused before anything is edited', async () => {
  const source = folderSource(mlc);
  const pack = (await source.read('roles/coder.safetensors'))!;
  const text = new TextDecoder('latin1').decode(pack);
  const hash = /"base_hash":"([0-9a-f]+)"/.exec(text)![1];
  pack.set(new TextEncoder().encode('0'.repeat(hash.length)), text.indexOf(hash));
  const task = { kind: 'logits' as const, tokens: [1, 2] };
  await expect(computeLogits(source, task, pack, {})).rejects.toThrow(
    /made for tiny-random with other weights/,
  );
});

describe('what cannot be done is said in a sentence, with exit status 2', () => {
  test.each<[string[], RegExp]>([
    [
      ['generate', '--mlc', mlc, '--prompt', 'a', '--tokens', '1'],
      /^Give one of --prompt, --chat and --tokens\./,
    ],
    [['generate', '--mlc', mlc, '--tokens', '1,320'], /^token 320 is outside the vocabulary of 320\n$/],
    [['generate', '--mlc', join(mlc, 'roles'), '--prompt', 'a'], /^mlc-chat-config\.json: it is missing/],
    [
      ['logits', '--mlc', mlc, '--tokens', '1', '--role', 'planner', '--json'],
      /^--role planner is no file, and no role/,
    ],
  ])('%j', async (args, message) => {
    const { code, stderr, stdout } = await llm(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
  });
});
