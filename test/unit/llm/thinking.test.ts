import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine, EngineEvent, Request } from '../../../src/llm/engine.ts';
import { loadNodeEngine } from '../../../tools/node-engine.ts';
import { fixture } from '../pack/fixture.ts';

/** Spare tokens of the fixture's vocabulary, made the marks of a model that thinks. */
const [OPEN, CLOSE] = [315, 316];
const folder = mkdtempSync(join(tmpdir(), 'quartet-'));
const quiet = new AbortController().signal;
let thinker: Engine;
let plain: Engine;
/** Has the marks among its tokens, and does not think. */
let quietOne: Engine;

beforeAll(async () => {
  cpSync(fixture('packed'), folder, { recursive: true });
  const path = join(folder, 'tokenizer.json');
  const tokenizer = JSON.parse(readFileSync(path, 'utf8'));
  const gone = new Set<string>();
  for (const [id, content] of [
    [OPEN, '<think>'],
    [CLOSE, '</think>'],
  ] as const) {
    const [old] = Object.entries(tokenizer.model.vocab).find(([, value]) => value === id)!;
    delete tokenizer.model.vocab[old];
    gone.add(old);
    tokenizer.added_tokens.push({ ...tokenizer.added_tokens[0], id, content });
  }
  const parts = (merge: string | [string, string]) => (typeof merge === 'string' ? merge.split(' ') : merge);
  tokenizer.model.merges = tokenizer.model.merges.filter(
    (merge: string) => !gone.has(parts(merge).join('')) && !parts(merge).some((part) => gone.has(part)),
  );
  writeFileSync(path, JSON.stringify(tokenizer));
  thinker = await loadNodeEngine(folder);
  const withTemplate = (chat_template: string) =>
    writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify({ chat_template }));
  withTemplate('{{ messages }}<|im_start|>assistant\n');
  quietOne = await loadNodeEngine(folder);
  plain = await loadNodeEngine(fixture('packed'));
});
afterAll(async () => {
  await Promise.all([thinker, plain, quietOne].map((engine) => engine.dispose()));
  rmSync(folder, { recursive: true });
});

function request(more: Partial<Request> = {}): Request {
  return {
    id: 'r',
    role: null,
    prompt: { messages: [{ role: 'user', content: 'Sum.' }] },
    maxTokens: 20,
    seed: 3,
    temperature: 1,
    topP: 1,
    topK: 0,
    repetitionPenalty: 1,
    stop: [],
    ...more,
  };
}

interface Told {
  thinking: { text: string; tokens: number[] };
  answer: { text: string; tokens: number[] };
  end: Extract<EngineEvent, { type: 'end' }>;
}

async function ask(engine: Engine, more: Partial<Request>): Promise<Told> {
  const told: Partial<Told> = { thinking: { text: '', tokens: [] }, answer: { text: '', tokens: [] } };
  for await (const event of engine.submit([request(more)], quiet)) {
    if (event.type === 'error') throw new Error(event.message);
    if (event.type === 'end') told.end = event;
    if (event.type !== 'token') continue;
    told[event.channel]!.text += event.text;
    told[event.channel]!.tokens.push(...event.tokens);
  }
  return told as Told;
}

test('thoughts come apart from the answer, marked, and within their tokens', async () => {
  for (const seed of [1, 2, 3, 4]) {
    const { thinking, answer, end } = await ask(thinker, { seed, thinking: { maxTokens: 9 } });
    expect(thinking.tokens[0]).toBe(OPEN);
    expect(thinking.tokens.filter((token) => token === CLOSE)).toHaveLength(1);
    // Both marks, the lines beside them, and what was thought.
    expect(thinking.tokens.indexOf(CLOSE)).toBeLessThanOrEqual(9 + 3);
    expect(thinking.text).not.toMatch(/think>/);
    expect(answer.tokens.length).toBeLessThanOrEqual(20);
    expect(end.usage.completionTokens).toBeGreaterThanOrEqual(thinking.tokens.length + answer.tokens.length);
  }
});

test('a grammar and stop strings hold for the answer alone, which is whole though the context is short', async () => {
  const more = {
    grammar: 'root ::= [a-f]{4,9} "."',
    stop: ['zz'],
    thinking: { maxTokens: 1000 },
    maxTokens: 12,
  };
  for (const seed of [1, 2, 3]) {
    const { thinking, answer } = await ask(thinker, { ...more, seed });
    expect(answer.text).toMatch(/^[a-f]{4,9}\.$/);
    expect(thinking.tokens.length).toBeGreaterThan(2);
  }
});

test('a model that is not to think is told that it has, and one that cannot answers at once', async () => {
  const messages = request().prompt;
  const spare = (await thinker.countTokens(messages)) - (await plain.countTokens(messages));
  expect(spare).toBeGreaterThanOrEqual(4);
  const quietly = await ask(thinker, {});
  expect(quietly.thinking.tokens).toEqual([]);
  const unable = await ask(plain, { thinking: { maxTokens: 9 } });
  expect(unable.thinking.tokens).toEqual([]);
  expect(unable.answer.tokens).toEqual((await ask(plain, {})).answer.tokens);
});

test('a model whose template does not speak of the marks does not think, though it has them', async () => {
  expect([thinker, plain, quietOne].map(({ info }) => info.thinks)).toEqual([true, false, false]);
  const { thinking, answer } = await ask(quietOne, { thinking: { maxTokens: 9 } });
  expect(thinking.tokens).toEqual([]);
  expect(answer.tokens).toEqual((await ask(plain, {})).answer.tokens);
});

test('thinking in no tokens is refused', async () => {
  await expect(ask(thinker, { thinking: { maxTokens: 0 } })).rejects.toThrow('leave thinking out');
});
