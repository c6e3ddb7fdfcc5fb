import type { Usage } from '../llm/engine.ts';
import { type Answered, answered, type ChatBody, type Tries } from './client.ts';
import { EndpointError, RequestError } from './errors.ts';

/** The request of an answer that comes piece by piece, as server-sent events. */
export interface StreamBody extends ChatBody {
  stream: true;
  stream_options: { include_usage: true };
}

export interface StreamReply extends Answered {
  /** The body as it comes. */
  chunks: AsyncIterable<Uint8Array>;
}

/** Sends one request; throws where nothing came back. */
export type OpenStream = (body: StreamBody, signal: AbortSignal) => Promise<StreamReply>;

export type Piece =
  | { type: 'text'; channel: 'thinking' | 'answer'; text: string }
  | { type: 'end'; cut: boolean; usage: Usage };

export interface StreamOptions extends Tries {
  /** Milliseconds without a byte after which the endpoint is given up. */
  silence: number;
}

/**
 * The pieces of one answer as they come, the end last. A request that fails before its first piece is tried again as
 * `answered` does. Throws its errors, and `EndpointError` of reason `silent`.
 */
export async function* streamed(
  open: OpenStream,
  body: StreamBody,
  signal: AbortSignal,
  { silence, ...tries }: StreamOptions,
): AsyncGenerator<Piece, void> {
  const watch = new Watch(signal, silence);
  try {
    const reply = await answered(
      () => watch.during(open(body, watch.signal)),
      async ({ chunks }) => readText(chunks),
      watch.signal,
      tries,
    );
    let tokens = 0;
    let cut = false;
    let ended = false;
    let usage: Usage | null = null;
    for await (const data of events(reply.chunks, watch)) {
      ended = true;
      if (data === '[DONE]') break;
      const piece = readPiece(data);
      if (piece.thinking !== '') yield { type: 'text', channel: 'thinking', text: piece.thinking };
      if (piece.text !== '') yield { type: 'text', channel: 'answer', text: piece.text };
      if (piece.thinking !== '' || piece.text !== '') tokens++;
      cut ||= piece.cut;
      usage = piece.usage ?? usage;
    }
    if (!ended) throw new RequestError('The endpoint’s answer is no stream of events, or was empty.');
    // Without a count of its own an endpoint sends about a token a piece.
    yield { type: 'end', cut, usage: usage ?? usageOf(0, tokens) };
  } catch (error) {
    signal.throwIfAborted();
    throw watch.silent ?? error;
  } finally {
    watch.stop();
  }
}

/** Aborts when nothing came for too long. */
class Watch {
  silent: EndpointError | null = null;
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  #timer: unknown = null;

  constructor(
    outer: AbortSignal,
    private readonly ms: number,
  ) {
    this.signal = AbortSignal.any([outer, this.#controller.signal]);
  }

  /** `promise`, which is given so long. */
  async during<T>(promise: Promise<T>): Promise<T> {
    this.#timer = setTimeout(() => {
      this.silent = new EndpointError(
        'silent',
        `The endpoint sent nothing for ${Math.round(this.ms / 1000)} s; it may still be loading its model, or be stuck.`,
      );
      this.#controller.abort(this.silent);
    }, this.ms);
    try {
      return await promise;
    } finally {
      clearTimeout(this.#timer);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** The `data` of each server-sent event. An endpoint that answers with JSON alone gives that. */
async function* events(chunks: AsyncIterable<Uint8Array>, watch: Watch): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  const iterator = chunks[Symbol.asyncIterator]();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await watch.during(iterator.next());
      rest += done ? '\n' : decoder.decode(value, { stream: true });
      const lines = rest.split(/\r?\n/);
      rest = lines.pop()!;
      for (const line of lines) {
        if (line.startsWith('data:')) yield line.slice(5).trim();
        else if (line.startsWith('{')) yield line;
      }
      if (done) return;
    }
  } finally {
    await iterator.return?.();
  }
}

async function readText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text;
}

function readPiece(data: string): { thinking: string; text: string; cut: boolean; usage: Usage | null } {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw new RequestError(`The endpoint’s answer is no JSON: ${data.slice(0, 200)}`);
  }
  const { choices, usage, error } = (value ?? {}) as {
    choices?: { delta?: Delta; message?: Delta; finish_reason?: string | null }[];
    usage?: { prompt_tokens?: number; completion_tokens?: number } | null;
    error?: { message?: unknown } | string;
  };
  if (error) {
    const message = typeof error === 'string' ? error : String(error.message ?? JSON.stringify(error));
    throw new RequestError(`The endpoint broke off: ${message.slice(0, 200)}`);
  }
  const choice = choices?.[0];
  const delta = choice?.delta ?? choice?.message ?? {};
  return {
    thinking: textOf(delta.reasoning_content) || textOf(delta.reasoning),
    text: textOf(delta.content),
    cut: choice?.finish_reason === 'length',
    usage: usage ? usageOf(usage.prompt_tokens ?? 0, usage.completion_tokens ?? 0) : null,
  };
}

interface Delta {
  content?: unknown;
  /** Thinking, by the names that servers have for it. */
  reasoning_content?: unknown;
  reasoning?: unknown;
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

const usageOf = (promptTokens: number, completionTokens: number): Usage => ({
  promptTokens,
  computedPromptTokens: promptTokens,
  completionTokens,
});
