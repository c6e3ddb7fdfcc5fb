import type { Send } from './client.ts';
import { EndpointError } from './errors.ts';
import type { OpenStream } from './stream.ts';

/** What of the platform's `fetch` is used. */
export type EndpointFetch = (
  url: string,
  init: { method?: string; headers: Record<string, string>; body?: string; signal: AbortSignal },
) => Promise<{
  status: number;
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array> | null;
  text(): Promise<string>;
}>;

/** Where an endpoint is and what it wants to know of who asks. */
export interface EndpointAddress {
  /** Without `/chat/completions`, e.g. `http://localhost:11434/v1`. */
  url: string;
  /** Empty where none is wanted. */
  key: string;
}

const headersOf = ({ key }: EndpointAddress) => ({ ...(key !== '' && { authorization: `Bearer ${key}` }) });
const below = ({ url }: EndpointAddress, path: string) => url.trim().replace(/\/+$/, '') + path;

function post(address: EndpointAddress, fetch: EndpointFetch, body: object, signal: AbortSignal) {
  return fetch(below(address, '/chat/completions'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(address) },
    body: JSON.stringify(body),
    signal,
  });
}

/** Sends an endpoint's requests by `fetch`, each answered as a whole. */
export function endpointSend(address: EndpointAddress, fetch: EndpointFetch): Send {
  return async (body, signal) => {
    const response = await post(address, fetch, body, signal);
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, retryAfter, body: await response.text() };
  };
}

/** The same, each answered as a stream. */
export function endpointStream(address: EndpointAddress, fetch: EndpointFetch): OpenStream {
  return async (body, signal) => {
    const response = await post(address, fetch, body, signal);
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      chunks: response.body ?? nothing(),
    };
  };
}

/**
 * The names of the models that an endpoint has; null where it has no such list, as some have none. Throws
 * `EndpointError` or what `fetch` throws.
 */
export async function endpointModels(
  address: EndpointAddress,
  fetch: EndpointFetch,
  signal: AbortSignal,
): Promise<string[] | null> {
  const response = await fetch(below(address, '/models'), { headers: headersOf(address), signal });
  const text = await response.text();
  if (response.status === 401 || response.status === 403)
    throw new EndpointError(
      'key',
      `The endpoint answered ${response.status}: ${text.slice(0, 200)} Check the key.`,
    );
  if (response.status !== 200) return null;
  try {
    const { data } = JSON.parse(text) as { data?: { id?: unknown }[] };
    return data?.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])) ?? null;
  } catch {
    return null;
  }
}

/** That the endpoint has the model, where it tells. Throws `EndpointError` of reason `model` that names those it has. */
export async function expectModel(
  address: EndpointAddress,
  model: string,
  fetch: EndpointFetch,
  signal: AbortSignal,
): Promise<void> {
  const models = await endpointModels(address, fetch, signal);
  if (models === null || models.includes(model)) return;
  const has = models.length > 0 ? `it has ${models.slice(0, 8).join(', ')}` : 'it has none';
  throw new EndpointError('model', `The endpoint has no model “${model}”; ${has}.`);
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}
