import type { ModelConfig } from '../../weights/config.ts';
import { EngineError } from '../errors.ts';
import type { SequenceId } from '../executor.ts';
import type { Arena } from './arena.ts';
import { BLOCK } from './kernels.ts';

interface Sequence {
  length: number;
  /** Addresses of its blocks, in order. */
  blocks: number[];
  /** Address of the same list in the arena, where the kernel reads it. */
  table: number;
}

/**
 * Keys and values in blocks of 32 positions. A block holds all layers: `[layer][keys, values][kvHead][position]
 * [headDim]` f32. Forks share blocks; a shared block is copied when one of its sequences first writes into it.
 */
export class Cache {
  /** Bytes of one layer's keys (or values) in a block. */
  readonly partBytes: number;
  private readonly blockBytes: number;
  private readonly tableBytes: number;
  private readonly sequences = new Map<SequenceId, Sequence>();
  /** How many sequences hold a block, by address. */
  private readonly holders = new Map<number, number>();
  private readonly freeBlocks: number[] = [];
  private readonly freeTables: number[] = [];
  private nextId = 1;

  constructor(
    private readonly arena: Arena,
    { layers, kvHeads, headDim, contextLength }: ModelConfig,
  ) {
    this.partBytes = kvHeads * BLOCK * headDim * 4;
    this.blockBytes = layers * 2 * this.partBytes;
    this.tableBytes = Math.ceil(contextLength / BLOCK) * 4;
  }

  create(): SequenceId {
    const id = this.nextId++;
    const table = this.freeTables.pop() ?? this.arena.allocate(this.tableBytes);
    this.sequences.set(id, { length: 0, blocks: [], table });
    return id;
  }

  length(id: SequenceId): number {
    return this.get(id).length;
  }

  table(id: SequenceId): number {
    return this.get(id).table;
  }

  /** Address of the block that holds a position. */
  blockAt(id: SequenceId, position: number): number {
    return this.get(id).blocks[Math.floor(position / BLOCK)];
  }

  /** Makes room for `count` more positions, which the caller then writes. */
  extend(id: SequenceId, count: number): void {
    const sequence = this.get(id);
    const first = Math.floor(sequence.length / BLOCK);
    sequence.length += count;
    const needed = Math.ceil(sequence.length / BLOCK);
    for (let i = first; i < needed; i++) {
      if (i === sequence.blocks.length) sequence.blocks.push(this.takeBlock());
      else if (this.holders.get(sequence.blocks[i])! > 1)
        sequence.blocks[i] = this.copyBlock(sequence.blocks[i]);
      this.arena.u32[(sequence.table >> 2) + i] = sequence.blocks[i];
    }
  }

  fork(id: SequenceId, at: number): SequenceId {
    const parent = this.get(id);
    if (!(at >= 0 && at <= parent.length)) {
      throw new EngineError(`a fork at ${at} lies outside a sequence of ${parent.length} tokens`);
    }
    const child = this.create();
    const sequence = this.get(child);
    sequence.length = at;
    sequence.blocks = parent.blocks.slice(0, Math.ceil(at / BLOCK));
    for (const block of sequence.blocks) this.holders.set(block, this.holders.get(block)! + 1);
    this.arena.u32.set(sequence.blocks, sequence.table >> 2);
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
    this.freeTables.push(this.get(id).table);
    this.sequences.delete(id);
  }

  private get(id: SequenceId): Sequence {
    const sequence = this.sequences.get(id);
    if (!sequence) throw new EngineError(`there is no sequence ${id}; it was dropped`);
    return sequence;
  }

  private takeBlock(): number {
    const block = this.freeBlocks.pop() ?? this.arena.allocate(this.blockBytes);
    this.holders.set(block, 1);
    return block;
  }

  private copyBlock(block: number): number {
    const copy = this.takeBlock();
    this.arena.u32.copyWithin(copy >> 2, block >> 2, (block + this.blockBytes) >> 2);
    this.release(block);
    return copy;
  }

  private release(block: number): void {
    const left = this.holders.get(block)! - 1;
    this.holders.set(block, left);
    if (left === 0) this.freeBlocks.push(block);
  }
}
