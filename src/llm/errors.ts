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

/** The GPU went away in the middle of the work: it was reset, unplugged or taken by the system. */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError';
  constructor(reason: string, message: string) {
    super(`the GPU was lost (${[reason, message].filter(Boolean).join(': ')}); load the model again`);
  }
}

/** A grammar that cannot be read, or that an answer cannot be held to within its tokens. */
export class GrammarError extends Error {
  override readonly name = 'GrammarError';
}
