import type { Adapter } from '../roles/adapter.ts';
import type { EditedWeight } from '../roles/pack.ts';
import type { Pack } from '../roles/stored-pack.ts';
import type { LinearLayer } from '../weights/layers.ts';

/** Handle of one sequence's keys and values. */
export type SequenceId = number;

export interface StepInput {
  sequence: SequenceId;
  /** One or more tokens to append; several are a prefill chunk, or guessed tokens to check. */
  tokens: readonly number[];
  /** After how many of the last tokens logits are wanted; 1 where nothing is said, 0 for none. */
  wanted?: number;
}

/** What executors differ in, and nothing else. */
export interface Executor {
  readonly kind: 'cpu' | 'wgsl' | 'mlc';
  readonly adapter: string;
  readonly kernels: string;
  readonly vocabularySize: number;
  readonly contextLength: number;
  readonly maxBatch: number;
  /** Bytes that the keys and values of one position take. */
  readonly positionBytes: number;
  /** How many positions all sequences together may hold; as many as memory takes where nothing is said. */
  readonly positions?: number | undefined;
  create(): SequenceId;
  /**
   * Appends tokens to sequences and gives, for each input in order, the logits after its last `wanted` tokens: f32
   * `[wanted, vocabularySize]`. A row's sums do not depend on which other rows are in the step, nor on chunking.
   */
  step(inputs: readonly StepInput[]): Promise<Float32Array[]>;
  /** A new sequence that shares the first `at` positions. */
  fork(sequence: SequenceId, at: number): SequenceId;
  trim(sequence: SequenceId, length: number): void;
  drop(sequence: SequenceId): void;
  /**
   * Reads a pack to where edits take it from, if there is room, so that they are quick. One that does not fit is refused
   * when it is to be put on.
   */
  place(pack: Pack): Promise<void>;
  /** Adds (+1) or takes off (−1) a role pack's steps in place. Refused whole before any bit changes. */
  edit(pack: Pack, direction: 1 | -1): Promise<void>;
  /** Takes `off`, which is on, off and puts `on` on, as two edits would, but in one go where it can. Refused whole. */
  exchange(off: Pack, on: Pack): Promise<void>;
  /**
   * The edit that adds an adapter's ΔW to a quantised layer as it lies in memory, with a seeded dither, so that small
   * changes are not rounded away. Nothing is changed by it. Null when it has no step. Throws `AdapterError`.
   */
  dither(layer: LinearLayer, adapter: Adapter, seed: number): Promise<EditedWeight | null>;
  /** Hash of the named quantised weight as it lies in memory, as 32 hex digits. */
  hash(weight: string): Promise<string>;
  dispose(): void;
}
