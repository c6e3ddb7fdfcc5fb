/** A request that does not fit the model's context. */
export class ContextOverflowError extends Error {
  override readonly name = 'ContextOverflowError';
  constructor(
    readonly tokens: number,
    readonly contextLength: number,
  ) {
    super(
      `the text has ${tokens} tokens and the model reads ${contextLength} with its answer; shorten the problem or take a model with a longer context`,
    );
  }
}

/** The engine was used in a way that it does not allow, or its weights gave no usable numbers. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
