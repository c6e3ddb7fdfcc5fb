import { type Gate, OutsideError } from './gate.ts';

/**
 * The one way out: asks `gate`, fetches, and tells the gate where redirects led. Rejects with `OutsideError`, or the
 * signal's reason.
 */
export async function outsideFetch(
  gate: Gate,
  purpose: string,
  url: string,
  init: RequestInit = {},
): Promise<Response> {
  const signal = init.signal ?? undefined;
  await gate.pass(url, purpose, signal);
  let response: Response;
  try {
    response = await fetch(url, { ...init, credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreachable(url, cause);
  }
  const { host } = new URL(response.url || url);
  if (host !== new URL(url).host) gate.sentOn(host);
  return response;
}

/** The browser tells a page no more than that it failed. */
function unreachable(url: string, cause: unknown): OutsideError {
  const { host, hostname } = new URL(url);
  const own = /^(localhost|127\.0\.0\.1)$/.test(hostname);
  const reasons = own
    ? 'no program may be listening there, it may not allow this page’s origin (CORS; with Ollama set OLLAMA_ORIGINS), or the browser may have been told not to let the page reach this machine'
    : 'the connection may be down, the address wrong, or the server may not allow this page’s origin (CORS)';
  return new OutsideError('unreachable', host, `${host} could not be reached: ${reasons}`, { cause });
}
