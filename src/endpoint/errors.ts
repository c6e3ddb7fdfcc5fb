/**
 * Why an endpoint takes no request. `key`: it wants another one (401, 403); `model`: it has no such model or no such
 * path (404); `silent`: nothing came for too long; `down`: no try was answered; `refused`: any other status.
 */
export type EndpointReason = 'key' | 'model' | 'silent' | 'down' | 'refused';

/** No request will be answered, whatever it asks. */
export class EndpointError extends Error {
  override readonly name = 'EndpointError';
  constructor(
    readonly reason: EndpointReason,
    message: string,
  ) {
    super(message);
  }
}

/** One request cannot be answered: it is too long, say, or its answer is not to be read. Others may fare better. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}
