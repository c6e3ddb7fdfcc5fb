import { publicVersion } from 'virtual:site';

/**
 * Where a file or folder of `public/` is asked for. The build's query names all their content, so that a page gets its
 * own version's files, whatever a cache holds and whatever lies on the host by now.
 */
export function publicAddress(path: string): string {
  return new URL(publicVersion === null ? path : `${path}?v=${publicVersion}`, document.baseURI).href;
}
