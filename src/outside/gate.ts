/** What every request to anywhere but the site itself passes: asked for, counted, shown. */
export interface Gate {
  /**
   * Resolves when the request may be made, and counts it. The person is asked once per host, `purpose` completing
   * “Quartet wants to ask HOST …” (`for the model Qwen2.5`). Rejects with `OutsideError`.
   */
  pass(url: string, purpose: string, signal?: AbortSignal): Promise<void>;
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
