import { complete, type Send } from '../../endpoint/client.ts';
import { EndpointError, RequestError } from '../../endpoint/errors.ts';
import { estimateTokens } from '../../endpoint/estimate.ts';
import { Slots } from '../../endpoint/slots.ts';
import type { EngineEvent, EngineInfo, Request } from '../../llm/engine.ts';
import { type Prices, type Teacher, type TeacherEngine, TeacherError } from './teacher.ts';

export interface EndpointOptions {
  model: string;
  send: Send;
  /** N: requests that may be under way at once. */
  inFlight: number;
  contextLength: number;
  prices: Prices;
  /** Milliseconds before a failed request's second try. */
  firstDelay?: number;
}

/** A model behind an OpenAI-compatible endpoint. A request that is refused is that request's error; an
 * endpoint that takes none is a `TeacherError`. */
export function openaiTeacher({
  model,
  send,
  inFlight,
  contextLength,
  prices,
  firstDelay,
}: EndpointOptions): Teacher {
  const slots = new Slots(inFlight);
  const info: EngineInfo = {
    ...{ model, executor: 'endpoint', adapter: 'an endpoint', kernels: 'none', contextLength },
    ...{ maxBatch: inFlight, positionBytes: null, parameters: 0, weightBytes: 0, packs: [], constrains: [] },
    // Whether it does is not known before it has.
    thinks: true,
  };

  async function answer(request: Request, signal: AbortSignal): Promise<EngineEvent[]> {
    const { id, prompt, maxTokens, thinking, temperature, topP, seed } = request;
    if (!('messages' in prompt)) throw new TeacherError('An endpoint takes messages alone.');
    const body = {
      ...{ model, messages: prompt.messages, temperature, top_p: topP },
      // An endpoint counts what is thought with the answer.
      max_tokens: maxTokens + (thinking?.maxTokens ?? 0),
      // Some endpoints take no more than 31 bits.
      seed: seed & 0x7fffffff,
    };
    try {
      const { text, cut, promptTokens, completionTokens } = await slots.run(() =>
        complete(send, body, signal, firstDelay),
      );
      const usage = { promptTokens, computedPromptTokens: promptTokens, completionTokens };
      const measured = { ms: 0, forced: 0, guessed: 0, accepted: 0 };
      return [
        { type: 'token', request: id, channel: 'answer', text, tokens: [] },
        { type: 'end', request: id, reason: cut ? 'length' : 'stop', usage, measured },
      ];
    } catch (error) {
      if (error instanceof EndpointError) throw new TeacherError(error.message);
      if (!(error instanceof RequestError)) throw error;
      return [{ type: 'error', request: id, name: error.name, message: error.message }];
    }
  }

  const engine: TeacherEngine = {
    info,
    countTokens: async (prompt) => estimateTokens(prompt),
    async *submit(requests, signal) {
      const answers = requests.map((request) => answer(request, signal));
      // Later answers are waited for in any case: none may fail unheard.
      for (const later of answers) later.catch(() => {});
      for (const one of answers) yield* await one;
    },
  };
  return { name: `openai:${model}`, atOnce: inFlight, prices, engineFor: () => engine };
}
