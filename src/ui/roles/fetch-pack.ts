import type { Outside } from '../outside/outside.ts';
import { type Brought, PackFilesError, readPackFile } from './read-brought.ts';

/**
 * A role pack from a web server; `outside` is for any but the site's own. Rejects with `PackFilesError` for what is none
 * or cannot be had, and what `outside` rejects with.
 */
export async function fetchPack(address: string, outside: Outside['fetch']): Promise<Brought> {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new PackFilesError(`${address} is no address. Write one that begins with https://.`);
  const own = url.origin === location.origin;
  const response = await (own ? fetch(url) : outside('a role pack', url.href));
  if (!response.ok)
    throw new PackFilesError(`${url.host} answered ${response.status}. Check the address of the pack.`);
  return readPackFile(url.pathname, new Uint8Array(await response.arrayBuffer()));
}
