import { createGate, type Gate } from '../../outside/gate.ts';
import { outsideFetch } from '../../outside/outside-fetch.ts';
import { createState, type State } from '../state.ts';
import type { WatchedTraffic } from '../traffic.ts';

/** A host that is about to be asked for the first time. */
export interface Question {
  host: string;
  /** What for, completing “Quartet wants to ask HOST for …”. */
  purpose: string;
  answer(permitted: boolean): void;
}

/** Everything that leaves the page, which nothing does unasked. */
export interface Outside {
  gate: Gate;
  /** For what the page itself asks; `purpose` as in `Question`. Rejects with `OutsideError`. */
  fetch(purpose: string, url: string, init?: RequestInit): Promise<Response>;
  /** What the person is being asked; the others wait. */
  question: State<Question | null>;
  /** Whether this build lets nothing out. */
  sealed: boolean;
}

interface Permissions {
  permitted(): readonly string[];
  permit(host: string): void;
}

/** The page's way out. A host that the person permits is kept by `permit`; a refusal holds for that request alone. */
export function createOutside({ permitted, permit }: Permissions, traffic: WatchedTraffic): Outside {
  const question = createState<Question | null>(null);
  const waiting: Question[] = [];
  const next = () => question.set(waiting[0] ?? null);
  const ask = (host: string, purpose: string, signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(asked), 1);
        signal.removeEventListener('abort', stop);
        next();
      };
      const stop = () => {
        leave();
        reject(signal.reason);
      };
      const asked: Question = {
        ...{ host, purpose },
        answer(yes) {
          leave();
          if (yes) permit(host);
          resolve(yes);
        },
      };
      signal.addEventListener('abort', stop);
      waiting.push(asked);
      next();
    });
  const sealed = isSealed();
  const gate = createGate({
    ...{ page: location.href, sealed, ask },
    isPermitted: (host) => permitted().includes(host),
    onRequest: (host, url) => traffic.note(host, url),
  });
  return {
    gate,
    fetch: (purpose, url, init) => outsideFetch(gate, purpose, url, init),
    question,
    sealed,
  };
}

/** `vite build --mode sealed`: see `tools/vite/policy.ts`. */
function isSealed(): boolean {
  return import.meta.env.MODE === 'sealed';
}
