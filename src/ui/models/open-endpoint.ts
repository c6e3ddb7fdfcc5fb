import { endpointEngine } from '../../endpoint/engine.ts';
import { EndpointError } from '../../endpoint/errors.ts';
import { type EndpointFetch, endpointStream, expectModel } from '../../endpoint/open.ts';
import type { LoadedEngine } from '../../llm/build-pack.ts';
import { OutsideError } from '../../outside/gate.ts';
import type { NamedEndpoint } from '../../store/settings.ts';
import type { Outside } from '../outside/outside.ts';

/**
 * The engine of an endpoint that the person named, after its first answer: who is not there, wants another key or has
 * no such model is told before a run begins. Rejects with `OutsideError` or `EndpointError`.
 */
export async function openEndpoint(
  endpoints: readonly NamedEndpoint[],
  name: string,
  outside: Outside,
  signal: AbortSignal,
): Promise<LoadedEngine> {
  const endpoint = endpoints.find((other) => other.name === name);
  if (!endpoint)
    throw new EndpointError('refused', `There is no endpoint ${name} any more; choose a model in Models.`);
  const { model, url, contextLength, inFlight } = endpoint;
  const fetch = endpointFetch(outside, model);
  await expectModel(endpoint, model, fetch, signal);
  const { host } = new URL(url);
  const engine = endpointEngine(endpointStream(endpoint, fetch), {
    ...{ model, host, contextLength, inFlight },
    // What the browser or the person keeps from being asked would be kept from it again.
    mayPass: (error) => !(error instanceof OutsideError),
  });
  const noPacks = async (): Promise<never> => {
    throw new EndpointError(
      'refused',
      `${model} runs outside of this page, where no role pack can be put on.`,
    );
  };
  const info = { ...engine.info, baseHash: '', trainedOn: null, own: [] };
  return { ...engine, info, buildPack: noPacks, setPack: noPacks };
}

/** What of `fetch` an endpoint needs, through the page's gate. */
export function endpointFetch(outside: Outside, model: string): EndpointFetch {
  return async (url, init) => {
    const response = await outside.fetch(`answers of ${model}`, url, init);
    const { status, headers, body } = response;
    return { status, headers, body: body && chunksOf(body), text: () => response.text() };
  };
}

/** By a reader: not every browser iterates over streams. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    void reader.cancel().catch(() => {});
  }
}
