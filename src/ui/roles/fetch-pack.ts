import { type Brought, PackFilesError, readPackFile } from './read-brought.ts';

/** A role pack from a web server. Rejects with `PackFilesError` for what is none or cannot be had. */
export async function fetchPack(address: string): Promise<Brought> {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new PackFilesError(`${address} is no address. Write one that begins with https://.`);
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new PackFilesError(
      `${url.host} could not be asked: ${(cause as Error).message}. Check the address and the connection.`,
      { cause },
    );
  }
  if (!response.ok)
    throw new PackFilesError(`${url.host} answered ${response.status}. Check the address of the pack.`);
  return readPackFile(url.pathname, new Uint8Array(await response.arrayBuffer()));
}
