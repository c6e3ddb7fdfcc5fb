/** A model repository that cannot be used: `path` is the file at fault; the message says what to do. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError';
  constructor(
    readonly path: string,
    message: string,
    options?: { cause: unknown },
  ) {
    super(`${path}: ${message}`, options);
  }
}
