import type { Adapter } from '../roles/adapter.ts';
import type { EditedWeight } from '../roles/pack.ts';
import type { Pack } from '../roles/stored-pack.ts';
import type { LinearLayer } from '../weights/layers.ts';
import { DeviceLostError, EngineError } from './errors.ts';
import type { Executor, SequenceId, StepInput } from './executor.ts';
import { commonStart } from './room.ts';

interface Sequence {
  /** Every token that was computed. */
  tokens: number[];
  /** Its sequence in the executor that works now; null while that one is lost. */
  place: SequenceId | null;
}

/**
 * An executor that, when its GPU is lost, is opened again by itself, once: the weights are loaded, the packs that were
 * on are put on, every sequence is computed again, and what was under way is done. A second loss is told.
 */
export class LastingExecutor implements Executor {
  private readonly sequences = new Map<SequenceId, Sequence>();
  private nextId = 1;
  /** What was done to the base, in order; what was undone is taken out. */
  private on: Pack[] = [];
  private reopened = false;
  private disposed = false;

  /** `open` gives an executor as `inner` was given; it is disposed of with this one. */
  constructor(
    private inner: Executor,
    private readonly open: () => Promise<Executor>,
  ) {}

  get kind(): Executor['kind'] {
    return this.inner.kind;
  }

  get adapter(): string {
    return this.inner.adapter;
  }

  get kernels(): string {
    return this.inner.kernels;
  }

  get vocabularySize(): number {
    return this.inner.vocabularySize;
  }

  get contextLength(): number {
    return this.inner.contextLength;
  }

  get maxBatch(): number {
    return this.inner.maxBatch;
  }

  get positionBytes(): number {
    return this.inner.positionBytes;
  }

  get positions(): number | undefined {
    return this.inner.positions;
  }

  create(): SequenceId {
    return this.keep(
      [],
      this.unlessLost(() => this.inner.create()),
    );
  }

  step(inputs: readonly StepInput[]): Promise<Float32Array[]> {
    return this.again(async () => {
      const placed = inputs.map((input) => ({ ...input, sequence: this.placeOf(input.sequence) }));
      const logits = await this.inner.step(placed);
      for (const { sequence, tokens } of inputs) this.get(sequence).tokens.push(...tokens);
      return logits;
    });
  }

  fork(id: SequenceId, at: number): SequenceId {
    const { tokens, place } = this.get(id);
    const child = place === null ? null : this.unlessLost(() => this.inner.fork(place, at));
    return this.keep(tokens.slice(0, at), child);
  }

  trim(id: SequenceId, length: number): void {
    const { tokens, place } = this.get(id);
    if (place !== null) this.unlessLost(() => this.inner.trim(place, length));
    tokens.length = length;
  }

  drop(id: SequenceId): void {
    const { place } = this.get(id);
    if (place !== null) this.unlessLost(() => this.inner.drop(place));
    this.sequences.delete(id);
  }

  place(pack: Pack): Promise<void> {
    return this.again(() => this.inner.place(pack));
  }

  async edit(pack: Pack, direction: 1 | -1): Promise<void> {
    await this.again(() => this.inner.edit(pack, direction));
    if (direction === 1) this.on.push(pack);
    else this.on = this.on.filter((other) => other !== pack);
  }

  async exchange(off: Pack, on: Pack): Promise<void> {
    await this.again(() => this.inner.exchange(off, on));
    this.on = [...this.on.filter((other) => other !== off), on];
  }

  dither(layer: LinearLayer, adapter: Adapter, seed: number): Promise<EditedWeight | null> {
    return this.again(() => this.inner.dither(layer, adapter, seed));
  }

  hash(weight: string): Promise<string> {
    return this.again(() => this.inner.hash(weight));
  }

  dispose(): void {
    this.disposed = true;
    this.inner.dispose();
  }

  /** `work`, a second time where the GPU was lost in the first. */
  private async again<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DeviceLostError) || this.reopened || this.disposed) throw error;
      this.reopened = true;
      await this.reopen();
      return work();
    }
  }

  private async reopen(): Promise<void> {
    for (const sequence of this.sequences.values()) sequence.place = null;
    this.inner.dispose();
    this.inner = await this.open();
    if (this.disposed) this.inner.dispose();
    for (const pack of this.on) await this.inner.edit(pack, 1);
    await this.restore();
  }

  /** Computes every sequence again; what they begin with alike is computed once, and shared as before. */
  private async restore(): Promise<void> {
    const restored: Sequence[] = [];
    for (const sequence of this.sequences.values()) {
      const { tokens } = sequence;
      let best: Sequence | null = null;
      let shared = 0;
      for (const other of restored) {
        const length = commonStart(other.tokens, tokens);
        if (length > shared) [best, shared] = [other, length];
      }
      sequence.place = best ? this.inner.fork(best.place!, shared) : this.inner.create();
      const rest = tokens.slice(shared);
      if (rest.length > 0) await this.inner.step([{ sequence: sequence.place, tokens: rest, wanted: 0 }]);
      restored.push(sequence);
    }
  }

  private keep(tokens: number[], place: SequenceId | null): SequenceId {
    const id = this.nextId++;
    this.sequences.set(id, { tokens, place });
    return id;
  }

  /** `work`, or null where the GPU is lost, which the next step will find out. */
  private unlessLost<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      if (error instanceof DeviceLostError) return null;
      throw error;
    }
  }

  private get(id: SequenceId): Sequence {
    const sequence = this.sequences.get(id);
    if (!sequence) throw new EngineError(`there is no sequence ${id}; it was dropped`);
    return sequence;
  }

  private placeOf(id: SequenceId): SequenceId {
    const { place } = this.get(id);
    // Made while the device was lost already.
    if (place === null) throw new DeviceLostError('', 'a sequence was begun on it');
    return place;
  }
}
