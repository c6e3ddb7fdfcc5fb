import { EngineError } from '../errors.ts';
import type { SequenceId, StepInput } from '../executor.ts';
import type { Handle, Packed, Runtime, Tensor } from './internals.ts';
import { PAGE } from './memory.ts';

/** Sequences that there may be at a time: a batch's, and those that others may still be forked from. */
const MOST_SEQUENCES = 128;

/** Tokens that a pass adds to a sequence. */
export interface Part {
  sequence: SequenceId;
  tokens: number[];
}

/**
 * The library's paged cache of keys and values, and the passes that fill it. The library keeps who shares which page:
 * forks share full pages and copy the last one.
 */
export class PagedCache {
  private readonly functions: ReturnType<typeof functionsOf>;
  private readonly cache: Handle;
  private readonly lengths = new Map<SequenceId, number>();
  private nextId = 1;

  /** Room for `positions` of all sequences together, filled by passes of at most `chunk` tokens. */
  constructor(
    private readonly runtime: Runtime,
    private readonly positions: number,
    chunk: number,
  ) {
    this.functions = functionsOf(runtime);
    const sizes = [MOST_SEQUENCES, positions, chunk, PAGE, 0];
    this.cache = runtime.scope(() =>
      runtime.keep(this.functions.createCache(...sizes.map((size) => runtime.shape(size))) as Handle),
    );
  }

  create(): SequenceId {
    const id = this.newId();
    this.call(this.functions.add, id);
    this.lengths.set(id, 0);
    return id;
  }

  length(sequence: SequenceId): number {
    const length = this.lengths.get(sequence);
    if (length === undefined) throw new EngineError(`there is no sequence ${sequence}; it was dropped`);
    return length;
  }

  /** A new sequence that shares the first `at` positions, at least one. */
  fork(sequence: SequenceId, at: number): SequenceId {
    const length = this.length(sequence);
    if (!(at > 0 && at <= length))
      throw new EngineError(`a fork at ${at} lies outside a sequence of ${length} tokens`);
    // The page that it begins within is copied.
    this.reserve(1);
    const child = this.newId();
    this.call(this.functions.fork, sequence, child, at);
    this.lengths.set(child, at);
    return child;
  }

  trim(sequence: SequenceId, length: number): void {
    const old = this.length(sequence);
    if (!(length >= 0 && length <= old))
      throw new EngineError(`a sequence of ${old} tokens cannot be trimmed to ${length}`);
    if (length < old) this.call(this.functions.pop, sequence, old - length);
    this.lengths.set(sequence, length);
  }

  drop(sequence: SequenceId): void {
    this.length(sequence);
    this.call(this.functions.remove, sequence);
    this.lengths.delete(sequence);
  }

  /** Throws `EngineError` where a step would find no room: the library itself would end the whole runtime. */
  expect(inputs: readonly StepInput[]): void {
    this.reserve(inputs.reduce((sum, { tokens }) => sum + Math.ceil(tokens.length / PAGE) + 1, 0));
  }

  /**
   * Computes one pass and gives f32`[…, vocabulary]`, the logits after the tokens at `picks`, counted through the
   * parts; the caller disposes of them. For one sequence the library has functions that are quicker, where they do.
   */
  forward(parts: readonly Part[], picks: readonly number[]): Tensor {
    const { runtime, functions, cache } = this;
    const tokens = parts.flatMap((part) => part.tokens);
    const decoding = tokens.length === parts.length;
    const alone = parts.length === 1;
    const logits = runtime.scope(() => {
      const embedded = functions.embed(runtime.integers(tokens), runtime.parameters) as Tensor;
      const width = embedded.shape.at(-1)!;
      const input = decoding
        ? runtime.reshaped(embedded, parts.length, 1, width)
        : runtime.reshaped(embedded, 1, tokens.length, width);
      const sequences = runtime.shape(...parts.map(({ sequence }) => sequence));
      functions.begin(cache, sequences, runtime.shape(...parts.map((part) => part.tokens.length)));
      const last = picks.length === 0 || `${picks}` === `${tokens.length - 1}`;
      let result: unknown;
      if (alone && decoding) result = functions.decode(input, cache, runtime.parameters);
      else if (alone && last) result = functions.prefill(input, cache, runtime.parameters);
      else if (decoding) result = functions.batchDecode(input, cache, runtime.parameters);
      else {
        const positions = runtime.integers(picks.length > 0 ? picks : [tokens.length - 1]);
        result = functions.batchPrefill(input, positions, cache, runtime.parameters);
      }
      functions.end(cache);
      return runtime.keep(runtime.first(result));
    });
    for (const part of parts)
      this.lengths.set(part.sequence, this.length(part.sequence) + part.tokens.length);
    return logits;
  }

  /** Gives the cache back; it is of no more use. */
  free(): void {
    for (const handle of [this.cache, ...Object.values(this.functions)]) handle.dispose();
  }

  private newId(): SequenceId {
    if (this.lengths.size >= MOST_SEQUENCES)
      throw new EngineError(`there are ${MOST_SEQUENCES} sequences already; drop some`);
    return this.nextId++;
  }

  private reserve(pages: number): void {
    const available = this.runtime.scope(() => Number(this.functions.available(this.cache)));
    if (pages <= available) return;
    throw new EngineError(
      `there is no room for ${pages * PAGE} more positions among the ${this.positions} of all sequences; take a longer context or a smaller batch`,
    );
  }

  private call(packed: Packed, ...integers: number[]): void {
    this.runtime.scope(() => packed(this.cache, ...integers.map((value) => this.runtime.integer(value))));
  }
}

function functionsOf(runtime: Runtime) {
  const state = (name: string) => runtime.function(`vm.builtin.kv_state_${name}`);
  return {
    createCache: runtime.function('create_tir_paged_kv_cache'),
    embed: runtime.function('embed'),
    prefill: runtime.function('prefill'),
    decode: runtime.function('decode'),
    batchPrefill: runtime.function('batch_prefill'),
    batchDecode: runtime.function('batch_decode'),
    available: runtime.function('vm.builtin.attention_kv_cache_get_num_available_pages'),
    add: state('add_sequence'),
    fork: state('fork_sequence'),
    pop: state('popn'),
    remove: state('remove_sequence'),
    begin: state('begin_forward'),
    end: state('end_forward'),
  };
}
