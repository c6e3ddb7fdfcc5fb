import { ContextOverflowError, EngineError } from './errors.ts';
import type { Executor, SequenceId, StepInput } from './executor.ts';

/** Everything that could make a step fail, before anything changes. Throws `EngineError` or `ContextOverflowError`. */
export function checkStep(
  inputs: readonly StepInput[],
  { contextLength, vocabularySize }: Pick<Executor, 'contextLength' | 'vocabularySize'>,
  lengthOf: (sequence: SequenceId) => number,
): void {
  const seen = new Set<SequenceId>();
  for (const { sequence, tokens, wanted = 1 } of inputs) {
    if (seen.has(sequence)) throw new EngineError(`sequence ${sequence} stands twice in a step`);
    seen.add(sequence);
    if (tokens.length === 0) throw new EngineError(`sequence ${sequence} has no tokens in a step`);
    if (!(Number.isInteger(wanted) && wanted >= 0 && wanted <= tokens.length)) {
      throw new EngineError(`${wanted} logits are wanted of ${tokens.length} tokens`);
    }
    const length = lengthOf(sequence) + tokens.length;
    if (length > contextLength) throw new ContextOverflowError(length, contextLength);
    for (const token of tokens) {
      if (!(Number.isInteger(token) && token >= 0 && token < vocabularySize)) {
        throw new EngineError(`token ${token} is outside the vocabulary of ${vocabularySize}`);
      }
    }
  }
}
