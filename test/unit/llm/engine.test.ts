import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine, EngineEvent, Request } from '../../../src/llm/engine.ts';
import { readRolePack, writeRolePack } from '../../../src/roles/pack.ts';
import { loadNodeEngine } from '../../../tools/node-engine.ts';
import { packBase } from '../../../tools/pack/base.ts';
import { packRole } from '../../../tools/pack/role.ts';
import { fixture, golden } from '../pack/fixture.ts';

const model = mkdtempSync(join(tmpdir(), 'quartet-'));
const quiet = new AbortController().signal;
let engine: Engine;

beforeAll(async () => {
  const hf = fixture('tied');
  await packBase({ hf, out: model, model: 'tiny-random' });
  for (const role of ['coder', 'debugger'])
    await packRole({ mlc: model, hf, adapter: fixture('adapter'), role });
  engine = await loadNodeEngine(model);
});
afterAll(async () => {
  await engine.dispose();
  rmSync(model, { recursive: true });
});

function request(id: string, more: Partial<Request> = {}): Request {
  return {
    id,
    role: null,
    prompt: { tokens: golden.tokens.slice(0, 40) },
    maxTokens: 20,
    seed: 7,
    temperature: 0.8,
    topP: 0.95,
    topK: 0,
    repetitionPenalty: 1,
    stop: [],
    ...more,
  };
}

async function collect(requests: Request[], signal = quiet, on = engine): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  for await (const event of on.submit(requests, signal)) events.push(event);
  return events;
}

function tokensOf(events: EngineEvent[], id: string): number[] {
  return events.flatMap((event) => (event.type === 'token' && event.request === id ? event.tokens : []));
}

function textOf(events: EngineEvent[], id: string): string {
  return events.map((event) => (event.type === 'token' && event.request === id ? event.text : '')).join('');
}

function endOf(events: EngineEvent[], id: string) {
  const end = events.find((event) => event.type === 'end' && event.request === id);
  if (end?.type !== 'end') throw new Error(`request ${id} did not end`);
  return end;
}

test('info says what is loaded and what it runs on', () => {
  expect(engine.info).toMatchObject({
    model: 'tiny-random',
    executor: 'cpu',
    adapter: 'WebAssembly SIMD',
    contextLength: 128,
    packs: [{ role: 'coder' }, { role: 'debugger' }],
  });
  expect(engine.info.packs[0].hash).toMatch(/^[0-9a-f]{64}$/);
});

test('a request writes the same tokens alone, in a batch and asked twice', async () => {
  const requests = [0, 1, 2, 3].map((seed) => request(`r${seed}`, { seed }));
  const together = await collect(requests);
  for (const one of requests) {
    expect(tokensOf(await collect([one]), one.id)).toEqual(tokensOf(together, one.id));
  }
  expect(new Set(requests.map(({ id }) => `${tokensOf(together, id)}`)).size).toBe(4);
});

test('temperature 0 takes the likeliest token whatever the seed', async () => {
  const events = await collect([1, 2].map((seed) => request(`r${seed}`, { seed, temperature: 0 })));
  expect(tokensOf(events, 'r1')).toEqual(tokensOf(events, 'r2'));
});

test('an equal prompt is computed once, more requests than places or not', async () => {
  const requests = Array.from({ length: 40 }, (_, seed) => request(`r${seed}`, { seed, maxTokens: 3 }));
  const events = await collect(requests);
  const usages = requests.map(({ id }) => endOf(events, id).usage);
  expect(usages.map((usage) => usage.promptTokens)).toEqual(Array(40).fill(40));
  expect(usages.map((usage) => usage.computedPromptTokens)).toEqual([40, ...Array(39).fill(0)]);
});

test('of prompts that begin alike the beginning is computed once, and the answers are those of each alone', async () => {
  const prompts = [
    golden.tokens.slice(0, 40),
    golden.tokens.slice(0, 30).concat(1, 2, 3),
    golden.tokens.slice(0, 35),
  ];
  const requests = prompts.map((tokens, i) => request(`r${i}`, { prompt: { tokens } }));
  const events = await collect(requests);
  const computed = requests.map(({ id }) => endOf(events, id).usage.computedPromptTokens);
  // The third is a beginning of the first; only its last token is computed again, for the logits after it.
  expect(computed).toEqual([40, 3, 1]);
  for (const one of requests)
    expect(tokensOf(await collect([one]), one.id)).toEqual(tokensOf(events, one.id));
});

test("one role's requests are finished before the next role's pack is put on", async () => {
  const roles = ['coder', 'debugger', null, 'coder', 'debugger', null] as const;
  const events = await collect(roles.map((role, i) => request(`r${i}`, { role })));
  const switches = events.flatMap((event) => (event.type === 'role' ? [[event.from, event.to]] : []));
  expect(switches).toHaveLength(2);
  const order = events.flatMap((event) =>
    event.type === 'end' ? [roles[Number(event.request.slice(1))]] : [],
  );
  expect(new Set([`${order.slice(0, 2)}`, `${order.slice(2, 4)}`, `${order.slice(4)}`]).size).toBe(3);
  for (const [i, role] of roles.entries()) {
    const alone = await collect([request('alone', { role })]);
    expect(tokensOf(events, `r${i}`)).toEqual(tokensOf(alone, 'alone'));
  }
  const bytes = events.flatMap((event) => (event.type === 'role' ? [event.measured.bytes] : []));
  expect(Math.min(...bytes)).toBeGreaterThan(10_000);
});

test('a role changes what is written, and a role without a pack runs the bare base', async () => {
  const greedy = { temperature: 0 };
  const [bare, planner, coder] = await Promise.all([
    collect([request('r', greedy)]),
    collect([request('r', { ...greedy, role: 'planner' })]),
    collect([request('r', { ...greedy, role: 'coder' })]),
  ]);
  expect(tokensOf(planner, 'r')).toEqual(tokensOf(bare, 'r'));
  expect(tokensOf(coder, 'r')).not.toEqual(tokensOf(bare, 'r'));
});

test('the bits of a role, and of the base after it, are proven by their hashes', async () => {
  const coder = await engine.verifyRole('coder');
  expect(coder).toMatchObject({ role: 'coder', ok: true });
  expect(coder.weights.map(({ name }) => name)).toContain('model.layers.0.mlp.down_proj');
  const base = await engine.verifyRole(null);
  expect(base.ok).toBe(true);
  expect(base.weights[0].actual).not.toBe(coder.weights[0].actual);
  await expect(engine.verifyRole('planner')).rejects.toThrow('no pack is installed for the planner');
});

test('a role is proven while requests of another are waiting, and these are not disturbed', async () => {
  const alone = await collect([request('r')]);
  const running = collect([request('r')]);
  const proof = engine.verifyRole('debugger');
  expect(await proof).toMatchObject({ ok: true });
  expect(tokensOf(await running, 'r')).toEqual(tokensOf(alone, 'r'));
});

test('a pack that cannot be put on whole leaves the base, and what waits for other roles goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quartet-'));
  cpSync(model, folder, { recursive: true });
  const path = join(folder, 'roles', 'planner.safetensors');
  const pack = readRolePack(new Uint8Array(readFileSync(join(folder, 'roles', 'coder.safetensors'))));
  // Sixteen steps up from the last weight's first integer: all others could have been edited before.
  const last = [...pack.weights.values()].at(-1)!;
  const offsets = new Uint32Array(last.offsets.length).fill(16).fill(0, 0, 1);
  Object.assign(last, { steps: new Uint8Array(16), offsets });
  const bytes = writeRolePack({ ...pack, role: 'planner' });
  writeFileSync(path, bytes);
  const listing = JSON.parse(readFileSync(join(folder, 'quartet.json'), 'utf8'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = 'roles/planner.safetensors';
  listing.packs.push({ role: 'planner', file, sha256, promptHash: '', bytes: bytes.length });
  writeFileSync(join(folder, 'quartet.json'), JSON.stringify(listing));
  const other = await loadNodeEngine(folder);
  const roles = ['coder', 'planner', 'debugger', null] as const;
  const events = await collect(
    roles.map((role) => request(`${role}`, { role })),
    quiet,
    other,
  );
  const errors = events.filter(({ type }) => type === 'error');
  expect(errors).toMatchObject([{ request: 'planner', name: 'RolePackError' }]);
  for (const role of ['coder', 'debugger', null] as const) {
    const alone = await collect([request('r', { role })]);
    expect(tokensOf(events, `${role}`)).toEqual(tokensOf(alone, 'r'));
    expect(await other.verifyRole(role)).toMatchObject({ ok: true });
  }
  await expect(other.verifyRole('planner')).rejects.toThrow(/out of 0…15/);
  expect(await other.verifyRole(null)).toMatchObject({ ok: true });
  await other.dispose();
  rmSync(folder, { recursive: true });
});

test('a stop string ends the answer and is not shown', async () => {
  const whole = textOf(await collect([request('r', { maxTokens: 40 })]), 'r');
  const stop = whole.slice(10, 13);
  const events = await collect([request('r', { maxTokens: 40, stop: ['never there', stop] })]);
  expect(textOf(events, 'r')).toBe(whole.slice(0, whole.indexOf(stop)));
  expect(endOf(events, 'r').reason).toBe('stop');
});

test('maxTokens and the end of the context end an answer with reason length', async () => {
  const events = await collect([
    request('short', { maxTokens: 5, temperature: 0 }),
    request('long', {
      maxTokens: 1000,
      temperature: 0,
      prompt: { tokens: [...golden.tokens, ...golden.tokens] },
    }),
  ]);
  expect(endOf(events, 'short')).toMatchObject({ reason: 'length', usage: { completionTokens: 5 } });
  // 120 tokens of 128: eight answers to feed, and the one that the last of them gives.
  expect(endOf(events, 'long')).toMatchObject({ reason: 'length', usage: { completionTokens: 9 } });
});

test('a request that cannot be run gets an error of its own; the others run', async () => {
  const tokens = Array(128).fill(1);
  const events = await collect([
    request('over', { prompt: { tokens } }),
    request('strange', { prompt: { tokens: [320] } }),
    request('empty', { prompt: { text: '' } }),
    request('none', { maxTokens: 0 }),
    request('fine'),
  ]);
  const errors = events.flatMap((event) => (event.type === 'error' ? [[event.request, event.name]] : []));
  expect(errors).toEqual([
    ['over', 'ContextOverflowError'],
    ['strange', 'EngineError'],
    ['empty', 'EngineError'],
    ['none', 'EngineError'],
  ]);
  expect(endOf(events, 'fine').usage.completionTokens).toBeGreaterThan(0);
});

test('no requests give no events', async () => {
  expect(await collect([])).toEqual([]);
});

test('an abort ends what is unfinished within one step, and the rest of the engine goes on', async () => {
  const controller = new AbortController();
  const others = collect([request('other', { seed: 3 })]);
  const requests = Array.from({ length: 64 }, (_, i) =>
    request(`r${i}`, { seed: i, maxTokens: 80, role: 'coder' }),
  );
  const events: EngineEvent[] = [];
  for await (const event of engine.submit(requests, controller.signal)) {
    events.push(event);
    if (event.type === 'token') controller.abort();
  }
  const reasons = requests.map(({ id }) => endOf(events, id).reason);
  expect(reasons).toContain('abort');
  const alone = await collect([request('other', { seed: 3 })]);
  expect(tokensOf(await others, 'other')).toEqual(tokensOf(alone, 'other'));
  expect(reasons.filter((reason) => reason === 'abort').length).toBeGreaterThan(16);
});

test('an abort before the start ends everything at once', async () => {
  const events = await collect([request('a'), request('b')], AbortSignal.abort());
  expect(events.map((event) => event.type === 'end' && event.reason)).toEqual(['abort', 'abort']);
});

test('leaving the events early stops the work', async () => {
  for await (const event of engine.submit([request('left', { maxTokens: 80 })], quiet)) {
    if (event.type === 'token') break;
  }
  expect(await engine.verifyRole(null)).toMatchObject({ ok: true });
});

test('held back, the engine takes no step; resumed as often, it says what it would have said', async () => {
  const expected = tokensOf(await collect([request('r')]), 'r');
  await Promise.all([engine.hold(), engine.hold()]);
  const told: EngineEvent[] = [];
  const ended = (async () => {
    for await (const event of engine.submit([request('r')], quiet)) told.push(event);
  })();
  for (const _ of ['held twice', 'held once']) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(told).toEqual([]);
    await engine.resume();
  }
  await ended;
  expect(tokensOf(told, 'r')).toEqual(expected);
});

test('held back, the engine hears an abort', async () => {
  await engine.hold();
  const stop = new AbortController();
  const ended = collect([request('r')], stop.signal);
  stop.abort();
  expect(endOf(await ended, 'r').reason).toBe('abort');
  await engine.resume();
});

test('messages are counted with their template, and control tokens typed into them stay text', async () => {
  for (const { messages, tokens } of golden.chats)
    expect(await engine.countTokens({ messages })).toBe(tokens.length);
  const injected = await engine.countTokens({ text: '<|im_end|>' });
  expect(injected).toBeGreaterThan(3);
});

test('a disposed engine says so', async () => {
  const other = await loadNodeEngine(model);
  await other.dispose();
  expect(() => other.submit([request('r')], quiet)).toThrow('disposed');
});
