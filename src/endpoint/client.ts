import type { Message } from '../llm/engine.ts';
import { EndpointError, type EndpointReason, RequestError } from './errors.ts';

/** A request to an OpenAI-compatible `/chat/completions`, as far as it is used. */
export interface ChatBody {
  model: string;
  messages: Message[];
  max_tokens: number;
  temperature: number;
  top_p: number;
  seed: number;
}

/** An answer, of which its body is read if it is wanted. */
export interface Answered {
  status: number;
  /** The value of `Retry-After`, if there was one. */
  retryAfter: string | null;
}

export interface Reply extends Answered {
  body: string;
}

/** Sends one request; throws where nothing came back. The page and Node each have their own. */
export type Send = (body: ChatBody, signal: AbortSignal) => Promise<Reply>;

export interface Completion {
  text: string;
  cut: boolean;
  promptTokens: number;
  completionTokens: number;
}

const MOST_TRIES = 6;
/** Milliseconds before the second try; doubled for each more. */
const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;

/** Bad request, content too large, cannot be processed: another request may be taken. */
const OF_THE_REQUEST = [400, 413, 422];
const isPassing = (status: number): boolean =>
  status === 408 || status === 409 || status === 429 || status >= 500;

/** Waits; throws the signal's reason when it is aborted. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}

export interface Tries {
  /** Milliseconds before the second try. */
  firstDelay?: number;
  /** Whether what `ask` threw may pass; all of it by default. */
  mayPass?(error: unknown): boolean;
}

/**
 * The reply of status 200, asked for again with growing pauses (or the endpoint's own `Retry-After`) where the failure
 * may pass: no connection, 408, 409, 429 and 5xx. Throws `EndpointError` where no request will be answered (a wrong
 * key, an endpoint that is down for six tries), `RequestError` where this one is refused.
 */
export async function answered<R extends Answered>(
  ask: () => Promise<R>,
  bodyOf: (reply: R) => Promise<string>,
  signal: AbortSignal,
  { firstDelay = FIRST_DELAY, mayPass = () => true }: Tries = {},
): Promise<R> {
  let last = '';
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    let reply: R | null = null;
    try {
      reply = await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (!mayPass(error)) throw error;
      last = `no answer (${error instanceof Error ? error.message : String(error)})`;
    }
    if (reply?.status === 200) return reply;
    if (reply) last = `status ${reply.status}: ${(await bodyOf(reply)).slice(0, 200)}`;
    if (reply && OF_THE_REQUEST.includes(reply.status))
      throw new RequestError(`The endpoint refused a request, ${last}`);
    if (reply && !isPassing(reply.status)) throw refusal(reply.status, last);
    const asked = Number(reply?.retryAfter ?? Number.NaN) * 1000;
    const delay = Number.isFinite(asked) ? asked : firstDelay * 2 ** tries;
    if (tries + 1 < MOST_TRIES) await sleep(Math.min(LONGEST_DELAY, delay), signal);
  }
  throw new EndpointError('down', `The endpoint failed ${MOST_TRIES} times, last with ${last}`);
}

const REASONS: Record<number, [reason: EndpointReason, advice: string]> = {
  401: ['key', ' Check the key.'],
  403: ['key', ' Check the key, or whether the endpoint lets this page’s origin ask.'],
  404: ['model', ' Check the address (it often ends with /v1) and the name of the model.'],
};

function refusal(status: number, last: string): EndpointError {
  const [reason, advice] = REASONS[status] ?? ['refused', ''];
  return new EndpointError(reason, `The endpoint refuses requests, ${last}.${advice}`);
}

/** One completion, tried as `answered` does. Throws `RequestError` too where the answer is not to be read. */
export async function complete(
  send: Send,
  body: ChatBody,
  signal: AbortSignal,
  firstDelay = FIRST_DELAY,
): Promise<Completion> {
  const reply = await answered(
    () => send(body, signal),
    async ({ body }) => body,
    signal,
    { firstDelay },
  );
  return readCompletion(reply.body);
}

function readCompletion(body: string): Completion {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new RequestError(`The endpoint's answer is no JSON: ${body.slice(0, 200)}`);
  }
  const { choices, usage } = value as {
    choices?: { message?: { content?: unknown }; finish_reason?: string }[];
    usage?: { prompt_tokens?: number; completion_tokens?: number };
  };
  const [choice] = choices ?? [];
  const text = choice?.message?.content;
  if (typeof text !== 'string')
    throw new RequestError(`The endpoint's answer has no choices[0].message.content: ${body.slice(0, 200)}`);
  return {
    text,
    cut: choice?.finish_reason === 'length',
    promptTokens: usage?.prompt_tokens ?? 0,
    completionTokens: usage?.completion_tokens ?? 0,
  };
}
