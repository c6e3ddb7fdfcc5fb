const LONGEST_MS = 5000;

let resolve: () => void;

/**
 * Resolved when the page that was opened first can be used, Practice when its editor takes keys. What is read ahead of
 * need, the model and the language's runtime, waits until then: a person does not wait for it.
 */
export const firstPageOpened: Promise<void> = new Promise((open) => {
  resolve = open;
  // A page that cannot be opened keeps nothing else from being read.
  setTimeout(open, LONGEST_MS);
});

/** Tells that a page can be used; the first time counts. */
export function pageOpened(): void {
  // Once the browser has drawn it. Safari has no idle callbacks.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 200 });
  else setTimeout(resolve);
}
