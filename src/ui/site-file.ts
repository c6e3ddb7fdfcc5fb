/** A file of the site could not be read; the message says which. */
export class SiteFileError extends Error {
  override name = 'SiteFileError';
  constructor(path: string, reason: string) {
    super(
      `The site's own file ${path} could not be read: ${reason}. Reload the page; if that does not help, the site was not copied whole.`,
    );
  }
}

/** A JSON file that is served beside the page, by its path below it. Rejects with `SiteFileError`. */
export async function readSiteJson<T>(path: string): Promise<T> {
  const response = await fetch(new URL(path, document.baseURI)).catch((error: Error) => {
    throw new SiteFileError(path, error.message);
  });
  if (!response.ok) throw new SiteFileError(path, `the server answered ${response.status}`);
  return response.json().catch((error: Error) => {
    throw new SiteFileError(path, error.message);
  });
}
