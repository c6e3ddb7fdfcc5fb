import type { EngineEvent, Request } from '../../src/llm/engine.ts';

/** A greedy request of a few tokens, and what differs from it. */
export function aRequest(id: string, more: Partial<Request> = {}): Request {
  return {
    id,
    role: null,
    prompt: { messages: [{ role: 'user', content: 'Read n and print the sum.' }] },
    maxTokens: 24,
    seed: 7,
    temperature: 0,
    topP: 1,
    topK: 0,
    repetitionPenalty: 1,
    stop: [],
    ...more,
  };
}

/** The tokens of each request. */
export async function tokensOf(events: AsyncIterable<EngineEvent>): Promise<Record<string, number[]>> {
  const tokens: Record<string, number[]> = {};
  for await (const event of events) {
    if (event.type === 'token') tokens[event.request] = [...(tokens[event.request] ?? []), ...event.tokens];
    if (event.type === 'error') throw new Error(event.message);
  }
  return tokens;
}
