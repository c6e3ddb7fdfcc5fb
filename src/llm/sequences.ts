import { EngineError } from './errors.ts';
import type { SequenceId } from './executor.ts';

/** Positions of a block of keys and values. */
export const BLOCK = 32;

interface Sequence {
  length: number;
  /** Its blocks, in order. */
  blocks: number[];
}

/** Where the blocks lie; they are numbered from 0. */
export interface BlockStore {
  /** Makes room for blocks 0 … `count` − 1. */
  reserve(count: number): void;
  copy(from: number, to: number): void;
}

/**
 * Who holds which block of keys and values. Forks share blocks; a shared block is copied when one of its sequences
 * first writes into it.
 */
export class Sequences {
  private readonly sequences = new Map<SequenceId, Sequence>();
  /** How many sequences hold a block. */
  private readonly holders: number[] = [];
  private readonly free: number[] = [];
  private nextId = 1;

  constructor(private readonly store: BlockStore) {}

  create(): SequenceId {
    const id = this.nextId++;
    this.sequences.set(id, { length: 0, blocks: [] });
    return id;
  }

  length(id: SequenceId): number {
    return this.get(id).length;
  }

  blocks(id: SequenceId): readonly number[] {
    return this.get(id).blocks;
  }

  /** How many blocks there are at most once these sequences have grown. */
  blocksAfter(growth: readonly { sequence: SequenceId; count: number }[]): number {
    const taken = growth.map(({ sequence, count }) => {
      const { length } = this.get(sequence);
      return Math.ceil((length + count) / BLOCK) - Math.floor(length / BLOCK);
    });
    return Math.max(0, taken.reduce((a, b) => a + b, 0) - this.free.length) + this.holders.length;
  }

  /** Makes room for `count` more positions, which the caller then writes. Gives the first block that is new to it. */
  extend(id: SequenceId, count: number): number {
    const sequence = this.get(id);
    const first = Math.floor(sequence.length / BLOCK);
    sequence.length += count;
    const needed = Math.ceil(sequence.length / BLOCK);
    for (let i = first; i < needed; i++) {
      if (i === sequence.blocks.length) sequence.blocks.push(this.take());
      else if (this.holders[sequence.blocks[i]] > 1) sequence.blocks[i] = this.ownCopy(sequence.blocks[i]);
    }
    return first;
  }

  fork(id: SequenceId, at: number): SequenceId {
    const parent = this.get(id);
    if (!(at >= 0 && at <= parent.length)) {
      throw new EngineError(`a fork at ${at} lies outside a sequence of ${parent.length} tokens`);
    }
    const child = this.create();
    const blocks = parent.blocks.slice(0, Math.ceil(at / BLOCK));
    for (const block of blocks) this.holders[block]++;
    this.sequences.set(child, { length: at, blocks });
    return child;
  }

  trim(id: SequenceId, length: number): void {
    const sequence = this.get(id);
    if (!(length >= 0 && length <= sequence.length)) {
      throw new EngineError(`a sequence of ${sequence.length} tokens cannot be trimmed to ${length}`);
    }
    sequence.length = length;
    for (const block of sequence.blocks.splice(Math.ceil(length / BLOCK))) this.release(block);
  }

  drop(id: SequenceId): void {
    this.trim(id, 0);
    this.sequences.delete(id);
  }

  private get(id: SequenceId): Sequence {
    const sequence = this.sequences.get(id);
    if (!sequence) throw new EngineError(`there is no sequence ${id}; it was dropped`);
    return sequence;
  }

  private take(): number {
    const block = this.free.pop() ?? this.holders.push(0) - 1;
    this.store.reserve(this.holders.length);
    this.holders[block] = 1;
    return block;
  }

  private ownCopy(block: number): number {
    const copy = this.take();
    this.store.copy(block, copy);
    this.release(block);
    return copy;
  }

  private release(block: number): void {
    this.holders[block]--;
    if (this.holders[block] === 0) this.free.push(block);
  }
}
