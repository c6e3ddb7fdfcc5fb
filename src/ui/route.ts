import { useEffect, useState } from 'preact/hooks';

export const PAGES = [
  'solve',
  'practice',
  'history',
  'studio',
  'problems',
  'models',
  'roles',
  'benchmarks',
] as const;
/** Pages that stand in no bar: links lead to them. */
export const ASIDE = ['backup', 'share', 'offline'] as const;
export type PageName = (typeof PAGES)[number] | (typeof ASIDE)[number];

/** Where the person is: `#/solve/<problem>`, `#/history/<run>`, `#/share/<link>`; the second part may be missing. */
export interface Route {
  page: PageName;
  id: string | null;
}

/** Reads a location's hash; anything unknown leads to Solve. */
export function parseRoute(hash: string): Route {
  const [page = '', id] = hash.replace(/^#\/?/, '').split('/');
  const known = [...PAGES, ...ASIDE].find((name) => name === page);
  return known ? { page: known, id: id ? decoded(id) : null } : { page: 'solve', id: null };
}

/** An address that was cut off may end in half a sign. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function hrefOf(page: PageName, id?: string): string {
  return id ? `#/${page}/${encodeURIComponent(id)}` : `#/${page}`;
}

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener('hashchange', follow);
    // An address changed between drawing and subscribing must be seen too.
    follow();
    return () => removeEventListener('hashchange', follow);
  }, []);
  return parseRoute(hash);
}
