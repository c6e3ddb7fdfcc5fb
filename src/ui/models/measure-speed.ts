import type { Engine, Request } from '../../llm/engine.ts';

/** Tokens a second. */
export interface Speed {
  /** Of a prompt that is read. */
  reading: number;
  /** Of one answer, and of as many as run together. */
  writing: { batch: number; perSecond: number }[];
}

const TEXT = 'Read n and then n integers. Print the sum of those that are even, or 0 where there are none. ';
const TOKENS = 32;
const BATCH = 8;

/** Has the bare base read and write a little, one answer at a time and several together. */
export async function measureSpeed(engine: Engine, signal: AbortSignal): Promise<Speed> {
  const { info } = engine;
  const length = Math.min(200, Math.floor(info.contextLength / 2));
  const text = TEXT.repeat(Math.ceil((length * 6) / TEXT.length)).slice(0, length * 3);
  // The first time compiles what is compiled late.
  await answer(engine, [request(engine, text, 0)], signal);
  const alone = await answer(engine, [request(engine, `1 ${text}`, 1)], signal);
  const batch = Math.min(BATCH, info.maxBatch);
  const many = Array.from({ length: batch }, (_, i) => request(engine, `2 ${text}`, i));
  const together = await answer(engine, many, signal);
  return {
    reading: alone.reading,
    writing: [
      { batch: 1, perSecond: alone.writing },
      ...(batch > 1 ? [{ batch, perSecond: together.writing }] : []),
    ],
  };
}

function request({ info }: Engine, text: string, seed: number): Request {
  return {
    ...{ id: `${seed}`, role: null, prompt: { text }, maxTokens: TOKENS, seed },
    ...{ temperature: 1, topP: 1, topK: 0, repetitionPenalty: 1, stop: [] },
    // An answer that ends at once would measure nothing.
    ...(info.constrains.includes('ebnf') && { grammar: `root ::= [ -~]{${TOKENS},${8 * TOKENS}}` }),
  };
}

async function answer(engine: Engine, requests: Request[], signal: AbortSignal) {
  const from = performance.now();
  let first: number | null = null;
  let prompt = 0;
  let tokens = 0;
  for await (const event of engine.submit(requests, signal)) {
    if (event.type === 'error') throw new Error(event.message);
    if (event.type === 'token') first ??= performance.now();
    if (event.type !== 'end') continue;
    prompt += event.usage.computedPromptTokens;
    tokens += event.usage.completionTokens;
  }
  signal.throwIfAborted();
  const end = performance.now();
  const start = first ?? end;
  return { reading: (1000 * prompt) / (start - from), writing: (1000 * tokens) / (end - start) };
}
