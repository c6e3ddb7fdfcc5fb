import { debuggerRole } from '../../src/agents/roles/index.ts';
import type { Engine, Request } from '../../src/llm/engine.ts';
import { failingAttempt } from '../../src/studio/documents.ts';
import { familyProblem } from '../../src/studio/family/problem.ts';
import { Random } from '../../src/studio/family/random.ts';

const LANGUAGE = 'python';
const REQUESTS = 16;
const forever = new AbortController().signal;

/** What guessing does for the debugger, whose answer repeats most of a program in its prompt. */
export interface Guessing {
  batch: number;
  /** Answer tokens a second, prompts included in the time. */
  tokensPerSecond: number;
  guessed: number;
  accepted: number;
  tokens: number;
  /** The texts, which must be the same with guessing and without. */
  texts: string;
}

/** Real prompts of the debugger: problems of the family with one planted fault. */
export function debuggerRequests(): Request[] {
  const requests: Request[] = [];
  for (let i = 0; requests.length < REQUESTS; i++) {
    const made = familyProblem(77, i, 'test');
    const attempt = failingAttempt(made, new Random(`bench/${i}`));
    if (!attempt) continue;
    requests.push({
      id: `${i}`,
      role: debuggerRole.role,
      prompt: { messages: debuggerRole.tuned({ statement: made.statement, language: LANGUAGE, ...attempt }) },
      ...{ maxTokens: debuggerRole.maxTokens, seed: i, temperature: 0, topP: 1, topK: 0 },
      ...{ repetitionPenalty: 1, stop: [] },
    });
  }
  return requests;
}

/** Asks all requests, `batch` of them at a time. */
export async function measureGuessing(engine: Engine, requests: Request[], batch: number): Promise<Guessing> {
  const measured: Guessing = { batch, tokensPerSecond: 0, guessed: 0, accepted: 0, tokens: 0, texts: '' };
  await engine.verifyRole(debuggerRole.role);
  const start = performance.now();
  for (let from = 0; from < requests.length; from += batch) {
    const texts = new Map<string, string>();
    for await (const event of engine.submit(requests.slice(from, from + batch), forever)) {
      if (event.type === 'error') throw new Error(event.message);
      if (event.type === 'token') texts.set(event.request, (texts.get(event.request) ?? '') + event.text);
      if (event.type !== 'end') continue;
      measured.tokens += event.usage.completionTokens;
      measured.guessed += event.measured.guessed;
      measured.accepted += event.measured.accepted;
    }
    for (const id of [...texts.keys()].sort()) measured.texts += `${id}: ${texts.get(id)}\n`;
  }
  measured.tokensPerSecond = (1000 * measured.tokens) / (performance.now() - start);
  return measured;
}
