import { SharedJob } from '../shared-job.ts';

/** What every request to anywhere but the site itself passes: asked for, counted, shown. */
export interface Gate {
  /**
   * Resolves when the request may be made, and counts it. The person is asked once per host, `purpose` completing
   * “Quartet wants to ask HOST for …” (`the model Qwen2.5`). Rejects with `OutsideError`, or the signal's reason.
   */
  pass(url: string, purpose: string, signal?: AbortSignal): Promise<void>;
  /** The host that was asked sent the request on to this one, which is counted too. */
  sentOn(host: string): void;
}

/**
 * Why a request was not made, or came to nothing. `mixed`: a page that came over https may not ask a plain-http machine;
 * `sealed`: this build asks nobody; `refused`: the person said no; `address`: not an address of this kind;
 * `unreachable`: nobody answered, or the answer may not be read by this page.
 */
export type OutsideReason = 'mixed' | 'sealed' | 'refused' | 'address' | 'unreachable';

export class OutsideError extends Error {
  override readonly name = 'OutsideError';
  constructor(
    readonly reason: OutsideReason,
    readonly host: string,
    message: string,
    options?: { cause: unknown },
  ) {
    super(message, options);
  }
}

export interface GateOptions {
  /** Where the page came from: `location.href`. */
  page: string;
  /** Whether the build lets nothing out. */
  sealed: boolean;
  isPermitted(host: string): boolean;
  /** Resolves to whether the person permits the host; aborted when nobody waits for the answer any more. */
  ask(host: string, purpose: string, signal: AbortSignal): Promise<boolean>;
  /** Told of every request: `url` where it is known, as it is of all but those that were sent on. */
  onRequest(host: string, url: string | null): void;
}

/** The gate of a page. Requests to a host that is being asked about wait for the one answer. */
export function createGate({ page, sealed, isPermitted, ask, onRequest }: GateOptions): Gate {
  const asking = new Map<string, SharedJob<boolean>>();
  const answer = (host: string, purpose: string): SharedJob<boolean> => {
    const known = asking.get(host);
    if (known && !known.abandoned) return known;
    const asked = new SharedJob(async (signal) => {
      try {
        return await ask(host, purpose, signal);
      } finally {
        if (asking.get(host) === asked) asking.delete(host);
      }
    });
    asking.set(host, asked);
    return asked;
  };
  return {
    async pass(url, purpose, signal = new AbortController().signal) {
      // The site's own files, a model's too, are no concern of the gate's.
      if (URL.canParse(url) && new URL(url).origin === new URL(page).origin) return;
      const { host } = permissible(url, page, sealed);
      if (!isPermitted(host) && !(await answer(host, purpose).wait(signal)))
        throw new OutsideError('refused', host, `${host} was not asked, as you said; nothing was sent`);
      signal.throwIfAborted();
      onRequest(host, url);
    },
    sentOn: (host) => onRequest(host, null),
  };
}

/** The address if a request to it may be made at all. Throws `OutsideError`. */
export function permissible(url: string, page: string, sealed: boolean): URL {
  if (!URL.canParse(url))
    throw new OutsideError('address', url, `“${url}” is no address; begin with https://`);
  const parsed = new URL(url);
  const { protocol, host, hostname } = parsed;
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new OutsideError(
      'address',
      host,
      `${url} begins with ${protocol}; only https:// and http:// can be asked`,
    );
  if (sealed) {
    throw new OutsideError(
      'sealed',
      host,
      `this copy of Quartet asks nobody: it was built so that nothing leaves the machine. Bring a model’s files from disk instead of asking ${host}`,
    );
  }
  if (protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1') return parsed;
  const why = page.startsWith('https:')
    ? 'a page that came over https may not ask a machine over plain http (mixed content)'
    : 'the page’s policy lets plain http reach this machine alone';
  throw new OutsideError(
    'mixed',
    host,
    `${host} cannot be asked: ${why}. Give that machine https, or reach it as http://localhost through a tunnel (ssh -L)`,
  );
}
