/** What the server that takes problems from the browser extension tells. */
export interface Told {
  /** One problem, as the extension's JSON. */
  problem(json: string): void;
  refused(reason: string): void;
}

/**
 * Follows the problems that the server takes; gives what ends it. Only a server that takes any says so in the page:
 * on a static host nothing is asked for.
 */
export function followCompanion(told: Told): () => void {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="companion"]');
  if (!meta) return () => {};
  const events = new EventSource(new URL(meta.content, document.baseURI));
  events.addEventListener('problem', ({ data }) => told.problem(data));
  events.addEventListener('refused', ({ data }) => told.refused(JSON.parse(data)));
  return () => events.close();
}
