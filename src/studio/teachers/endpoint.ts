import type { Message } from '../../llm/engine.ts';
import { TeacherError } from './teacher.ts';

/** A request to an OpenAI-compatible `/chat/completions`, as far as it is used. */
export interface ChatBody {
  model: string;
  messages: Message[];
  max_tokens: number;
  temperature: number;
  top_p: number;
  seed: number;
}

export interface Reply {
  status: number;
  /** The value of `Retry-After`, if there was one. */
  retryAfter: string | null;
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

/** One request cannot be answered: it is too long, say, or its answer is not to be read. Others may fare better. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
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

/**
 * One completion, tried again with growing pauses (or the endpoint's own `Retry-After`) where the failure may pass: no
 * connection, 408, 409, 429 and 5xx. Throws `TeacherError` where no request will be answered (a wrong key, an endpoint
 * that is down for six tries), `RequestError` where this one is refused or answered with something else.
 */
export async function complete(
  send: Send,
  body: ChatBody,
  signal: AbortSignal,
  firstDelay = FIRST_DELAY,
): Promise<Completion> {
  let last = '';
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    let reply: Reply | null = null;
    try {
      reply = await send(body, signal);
    } catch (error) {
      signal.throwIfAborted();
      last = `no answer (${error instanceof Error ? error.message : String(error)})`;
    }
    if (reply?.status === 200) return readCompletion(reply.body);
    if (reply) last = `status ${reply.status}: ${reply.body.slice(0, 200)}`;
    if (reply && OF_THE_REQUEST.includes(reply.status))
      throw new RequestError(`The endpoint refused a request, ${last}`);
    if (reply && !isPassing(reply.status)) throw new TeacherError(`The endpoint refuses requests, ${last}`);
    const asked = Number(reply?.retryAfter ?? Number.NaN) * 1000;
    const delay = Number.isFinite(asked) ? asked : firstDelay * 2 ** tries;
    if (tries + 1 < MOST_TRIES) await sleep(Math.min(LONGEST_DELAY, delay), signal);
  }
  throw new TeacherError(`The endpoint failed ${MOST_TRIES} times, last with ${last}`);
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
