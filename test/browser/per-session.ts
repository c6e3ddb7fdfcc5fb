import type { BrowserCommandContext } from 'vitest/node';

/** What a command keeps for each page of tests, since several run at a time. */
export function perSession<T>(make: () => T): (context: BrowserCommandContext) => T {
  const kept = new Map<string, T>();
  return ({ sessionId }) => {
    const found = kept.get(sessionId);
    if (found !== undefined) return found;
    const made = make();
    kept.set(sessionId, made);
    return made;
  };
}
