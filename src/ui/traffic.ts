import { createState, type State } from './state.ts';

/** Requests that this page made: to the place it came from, and to anywhere else. */
export interface Traffic {
  own: number;
  outside: number;
}

/**
 * Counts what the browser reports: each resource that the page loaded, and each attempt that the page's
 * Content-Security-Policy stopped, which counts as outside although it never left.
 */
export function watchTraffic(): State<Traffic> {
  const traffic = createState<Traffic>({ own: 0, outside: 0 });
  const count = (url: string) => {
    const { protocol, origin } = new URL(url, location.href);
    if (protocol === 'blob:' || protocol === 'data:') return;
    const { own, outside } = traffic.value;
    const inside = origin === location.origin;
    traffic.set({ own: own + (inside ? 1 : 0), outside: outside + (inside ? 0 : 1) });
  };
  new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) count(name);
  }).observe({ type: 'resource', buffered: true });
  addEventListener('securitypolicyviolation', ({ blockedURI }) => {
    if (/^(https?|wss?):/.test(blockedURI)) count(blockedURI);
  });
  return traffic;
}
