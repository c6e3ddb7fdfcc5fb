import { createState, type State } from './state.ts';

/** Requests that this page made: to the place it came from, and to anywhere else. */
export interface Traffic {
  own: number;
  outside: number;
  /** Of `outside`, by host. */
  hosts: Readonly<Record<string, number>>;
}

export interface WatchedTraffic {
  state: State<Traffic>;
  /** A request that the person permitted, in whatever thread; `url` where it is known. */
  note(host: string, url: string | null): void;
}

/**
 * Counts what the browser reports (each resource that the page loaded, and each attempt that the page's
 * Content-Security-Policy stopped, which counts as outside although it never left) and what the page permitted, of
 * which the browser reports only what the page itself asked.
 */
export function watchTraffic(): WatchedTraffic {
  const state = createState<Traffic>({ own: 0, outside: 0, hosts: {} });
  const noted = new Set<string>();
  const countOutside = (host: string) => {
    const { own, outside, hosts } = state.value;
    state.set({ own, outside: outside + 1, hosts: { ...hosts, [host]: (hosts[host] ?? 0) + 1 } });
  };
  const count = (url: string) => {
    const { protocol, origin, host, href } = new URL(url, location.href);
    if (protocol === 'blob:' || protocol === 'data:' || noted.has(href)) return;
    if (origin !== location.origin) countOutside(host);
    else state.set({ ...state.value, own: state.value.own + 1 });
  };
  new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) count(name);
  }).observe({ type: 'resource', buffered: true });
  addEventListener('securitypolicyviolation', ({ blockedURI }) => {
    if (/^(https?|wss?):/.test(blockedURI)) count(blockedURI);
  });
  return {
    state,
    note(host, url) {
      if (url !== null) noted.add(new URL(url).href);
      countOutside(host);
    },
  };
}
