import { EngineError } from '../errors.ts';
import type { SequenceId, StepInput } from '../executor.ts';
import type { Device } from '../wgsl/device.ts';
import type { PagedCache, Part } from './cache.ts';
import type { Runtime } from './internals.ts';
import { readLogits, type Steps } from './steps.ts';

interface Sequence {
  tokens: number[];
  /** Its sequence in the cache, which holds so many of its tokens; null where none is computed. */
  place: { id: SequenceId; computed: number } | null;
}

/**
 * Sequences of a library whose race could not be mended. Only what does not merge two parts of a sequence is right
 * there: a text's first tokens in one pass, and then one token after the other. So tokens are computed when logits are
 * first wanted, and a fork begins anew.
 */
export class LoneSteps implements Steps {
  private readonly sequences = new Map<SequenceId, Sequence>();
  private nextId = 1;

  /** `first`: the most tokens of a text's first pass. */
  constructor(
    private readonly device: Pick<Device, 'read' | 'orLost' | 'gpu'>,
    private readonly runtime: Pick<Runtime, 'buffer'>,
    private readonly cache: Pick<PagedCache, 'create' | 'trim' | 'drop' | 'expect' | 'forward' | 'free'>,
    private readonly limits: { first: number; vocabularySize: number },
  ) {}

  create(): SequenceId {
    return this.begin([]);
  }

  length(sequence: SequenceId): number {
    return this.get(sequence).tokens.length;
  }

  fork(sequence: SequenceId, at: number): SequenceId {
    const { tokens } = this.get(sequence);
    if (!(at >= 0 && at <= tokens.length))
      throw new EngineError(`a fork at ${at} lies outside a sequence of ${tokens.length} tokens`);
    return this.begin(tokens.slice(0, at));
  }

  trim(id: SequenceId, length: number): void {
    const sequence = this.get(id);
    if (!(length >= 0 && length <= sequence.tokens.length))
      throw new EngineError(`a sequence of ${sequence.tokens.length} tokens cannot be trimmed to ${length}`);
    sequence.tokens.length = length;
    if (sequence.place && sequence.place.computed > length) {
      this.cache.trim(sequence.place.id, length);
      sequence.place.computed = length;
      if (length === 0) this.forget(sequence);
    }
  }

  drop(id: SequenceId): void {
    this.forget(this.get(id));
    this.sequences.delete(id);
  }

  async step(inputs: readonly StepInput[]): Promise<Float32Array[]> {
    const logits: Float32Array[] = [];
    for (const { sequence: id, tokens, wanted = 1 } of inputs) {
      const sequence = this.get(id);
      sequence.tokens.push(...tokens);
      logits.push(await this.compute(sequence, wanted));
    }
    return logits;
  }

  free(): void {
    this.cache.free();
  }

  /** Computes what is not computed yet, where logits after the last `wanted` tokens are wanted. */
  private async compute(sequence: Sequence, wanted: number): Promise<Float32Array> {
    const { first, vocabularySize } = this.limits;
    const rows = new Float32Array(wanted * vocabularySize);
    if (wanted === 0) return rows;
    const { tokens } = sequence;
    sequence.place ??= { id: this.cache.create(), computed: 0 };
    const { place } = sequence;
    while (place.computed < tokens.length) {
      // Tokens after which logits are wanted come one by one.
      const untilWanted = tokens.length - wanted + 1;
      const count = place.computed === 0 ? Math.min(first, untilWanted) : 1;
      const part: Part = {
        sequence: place.id,
        tokens: tokens.slice(place.computed, place.computed + count),
      };
      this.cache.expect([part]);
      const result = this.cache.forward([part], [count - 1]);
      place.computed += count;
      const row = place.computed - untilWanted;
      try {
        if (row < 0) await this.device.orLost(this.device.gpu.queue.onSubmittedWorkDone());
        else {
          const own = rows.subarray(row * vocabularySize, (row + 1) * vocabularySize);
          await readLogits(this.device, this.runtime, result, [own]);
        }
      } finally {
        result.dispose();
      }
    }
    return rows;
  }

  private begin(tokens: number[]): SequenceId {
    const id = this.nextId++;
    this.sequences.set(id, { tokens, place: null });
    return id;
  }

  private forget(sequence: Sequence): void {
    if (sequence.place) this.cache.drop(sequence.place.id);
    sequence.place = null;
  }

  private get(id: SequenceId): Sequence {
    const sequence = this.sequences.get(id);
    if (!sequence) throw new EngineError(`there is no sequence ${id}; it was dropped`);
    return sequence;
  }
}
