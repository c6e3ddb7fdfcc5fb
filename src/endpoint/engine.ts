import type { Engine, EngineEvent, EngineInfo, Request } from '../llm/engine.ts';
import { EventQueue } from '../llm/event-queue.ts';
import { EndpointError, RequestError } from './errors.ts';
import { estimateTokens } from './estimate.ts';
import { Slots } from './slots.ts';
import { type OpenStream, type StreamBody, type StreamOptions, streamed } from './stream.ts';

export interface EndpointOptions extends Partial<StreamOptions> {
  model: string;
  /** Where it is, for people: `localhost:11434`. */
  host: string;
  contextLength: number;
  /** Requests that may be under way at once. */
  inFlight: number;
}

/** Milliseconds; a machine that loads a large model first is silent for a while. */
const SILENCE = 180_000;

/**
 * A model behind an OpenAI-compatible endpoint as an engine. It has no packs, so its roles are asked by instruct
 * prompts, and it holds an answer to no grammar. A request that it refuses ends in an `error` of its own; an endpoint
 * that takes none rejects the iterator with `EndpointError`, or with what `open` threw and `mayPass` denies.
 */
export function endpointEngine(open: OpenStream, options: EndpointOptions): Engine {
  const { model, host, contextLength, inFlight, silence = SILENCE, ...tries } = options;
  const slots = new Slots(inFlight);
  const disposed = new AbortController();
  const held = new Held();
  const info: EngineInfo = {
    ...{ model, executor: 'endpoint', adapter: `${host}, outside of this page`, kernels: 'none' },
    ...{
      contextLength,
      maxBatch: inFlight,
      positionBytes: null,
      parameters: 0,
      weightBytes: 0,
      packs: [],
      constrains: [],
    },
    // Whether it does is not known before it has.
    thinks: true,
  };

  async function answer(request: Request, tell: (event: EngineEvent) => void, signal: AbortSignal) {
    const { id } = request;
    await held.over(signal);
    signal.throwIfAborted();
    const from = performance.now();
    for await (const piece of streamed(open, bodyOf(model, request), signal, { silence, ...tries })) {
      if (piece.type === 'text') {
        const { channel, text } = piece;
        tell({ type: 'token', request: id, channel, text, tokens: [] });
        continue;
      }
      const measured = { ms: performance.now() - from, forced: 0, guessed: 0, accepted: 0 };
      const reason = piece.cut ? 'length' : 'stop';
      tell({ type: 'end', request: id, reason, usage: piece.usage, measured });
    }
  }

  return {
    info,
    countTokens: async (prompt) => estimateTokens(prompt),
    async *submit(requests, outer) {
      const broken = new AbortController();
      const left = new AbortController();
      const signal = AbortSignal.any([outer, disposed.signal, broken.signal, left.signal]);
      const queue = new EventQueue<EngineEvent>(() => left.abort());
      let failure: unknown = null;
      const one = async (request: Request) => {
        try {
          await slots.run(() => answer(request, (event) => queue.push(event), signal));
        } catch (error) {
          const { id } = request;
          if (outer.aborted) queue.push(aborted(id));
          else if (error instanceof RequestError)
            queue.push({ type: 'error', request: id, name: error.name, message: error.message });
          else {
            // The first failure ends the others.
            failure ??= disposed.signal.aborted ? disposed.signal.reason : error;
            broken.abort(failure);
          }
        }
      };
      void Promise.all(requests.map(one)).then(() => queue.close());
      yield* queue;
      if (failure !== null) throw failure;
    },
    async verifyRole() {
      throw new EndpointError(
        'refused',
        'An endpoint does not show its weights, so there is nothing to prove.',
      );
    },
    hold: async () => held.hold(),
    resume: async () => held.resume(),
    async dispose() {
      disposed.abort(new EndpointError('refused', `${model} at ${host} was put away for another model.`));
    },
  };
}

function bodyOf(model: string, request: Request): StreamBody {
  const { prompt, maxTokens, thinking, temperature, topP, seed, stop } = request;
  if (!('messages' in prompt)) throw new RequestError('An endpoint takes messages alone.');
  return {
    ...{ model, messages: prompt.messages, temperature, top_p: topP },
    // An endpoint counts what is thought with the answer.
    max_tokens: maxTokens + (thinking?.maxTokens ?? 0),
    // Some endpoints take no more than 31 bits.
    seed: seed & 0x7fffffff,
    ...(stop.length > 0 && { stop }),
    ...{ stream: true, stream_options: { include_usage: true } },
  };
}

function aborted(request: string): EngineEvent {
  const usage = { promptTokens: 0, computedPromptTokens: 0, completionTokens: 0 };
  const measured = { ms: 0, forced: 0, guessed: 0, accepted: 0 };
  return { type: 'end', request, reason: 'abort', usage, measured };
}

/** Keeps requests from being sent, as often as it was held and not resumed. What is under way is not in our hands. */
class Held {
  #count = 0;
  #waiting: (() => void)[] = [];

  hold(): void {
    this.#count++;
  }

  resume(): void {
    this.#count = Math.max(0, this.#count - 1);
    if (this.#count === 0) for (const wake of this.#waiting.splice(0)) wake();
  }

  async over(signal: AbortSignal): Promise<void> {
    while (this.#count > 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}
