import { WeightsError } from './errors.ts';
import type { Source } from './source.ts';

/** What of the platform's `fetch` is used. */
export type Fetch = (
  url: string,
  init: { signal?: AbortSignal; cache?: 'reload' },
) => Promise<{
  ok: boolean;
  status: number;
  headers: { get(name: string): string | null };
  arrayBuffer(): Promise<ArrayBuffer>;
}>;

/**
 * Reads a repository from a web server. `baseUrl` is its folder, absolute, with or without the last slash; every file is
 * asked for with its query, if it has one.
 */
export function fetchSource(baseUrl: string, fetch: Fetch): Source {
  const [address = '', query] = baseUrl.split('?', 2);
  const folder = address.replace(/\/*$/, '/');
  return {
    name: folder.split('/').at(-2) ?? folder,
    async read(path, signal, fresh) {
      let response: Awaited<ReturnType<Fetch>>;
      try {
        response = await fetch(folder + path + (query === undefined ? '' : `?${query}`), {
          ...(signal && { signal }),
          ...(fresh && { cache: 'reload' as const }),
        });
        // Servers of one-page apps answer with their page for what is missing; a repository holds no page.
        if (response.headers.get('content-type')?.startsWith('text/html') && response.ok) return null;
        if (response.ok) return new Uint8Array(await response.arrayBuffer());
      } catch (cause) {
        signal?.throwIfAborted();
        throw new WeightsError(path, 'it could not be fetched; check the connection and try again', {
          cause,
        });
      }
      if (response.status === 404) return null;
      throw new WeightsError(path, `the server answered ${response.status}; try again, or check the address`);
    },
  };
}
