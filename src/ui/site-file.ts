import { SiteFileError } from '../offline/errors.ts';
import { publicAddress } from '../offline/public-address.ts';

/** A JSON file of `public/`, by its path in it. Rejects with `SiteFileError`. */
export async function readSiteJson<T>(path: string): Promise<T> {
  const response = await fetch(publicAddress(path)).catch((error: Error) => {
    throw new SiteFileError(path, error.message);
  });
  if (!response.ok) throw new SiteFileError(path, `the server answered ${response.status}`);
  return response.json().catch((error: Error) => {
    throw new SiteFileError(path, error.message);
  });
}
