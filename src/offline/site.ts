/**
 * A version of the site, as the build writes it into `site.json`: what a browser must have of it to open it without a
 * network. index.html is not among the files, because it says its version itself, whatever a host adds to it.
 */
export interface SiteList {
  /** Names all content of the version; index.html has it in `<meta name="version">`. */
  version: string;
  files: SiteFile[];
}

export interface SiteFile {
  /**
   * As the page asks for it, relative to the site's folder. It names the content, by a hash in the name or in the query,
   * so files of several versions lie side by side.
   */
  address: string;
  bytes: number;
  sha256: string;
  part: SitePart;
}

/** `page` is kept when the page was opened; `web-llm`, which few models need, when one first ran in it. */
export type SitePart = 'page' | 'web-llm';

export const SITE_LIST = 'site.json';
export const VERSION_META = 'version';

/** Where index.html of a version is kept, and past what is kept fetched. */
export const indexAddress = (version: string): string => `./?v=${version}`;

export const filesOf = ({ files }: SiteList, parts: readonly SitePart[]): SiteFile[] =>
  files.filter(({ part }) => parts.includes(part));

export const bytesOf = (files: readonly SiteFile[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Whether JSON of the site's host is a list; another program may answer in its place. */
export function isSiteList(json: unknown): json is SiteList {
  const { version, files } = (json ?? {}) as Partial<SiteList>;
  return (
    typeof version === 'string' &&
    Array.isArray(files) &&
    files.every(
      (file) => typeof file?.address === 'string' && file.bytes >= 0 && typeof file.sha256 === 'string',
    )
  );
}

/** The site's folder as an absolute address, with its last slash. */
export const siteRoot = (): string => new URL('./', document.baseURI).href;

/** The version that the open page is of; null on the development server, which has none. */
export function openVersion(): string | null {
  return document.querySelector<HTMLMetaElement>(`meta[name="${VERSION_META}"]`)?.content ?? null;
}
