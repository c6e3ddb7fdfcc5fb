import type { ModelConfig } from '../../weights/config.ts';
import type { SequenceId } from '../executor.ts';
import { BLOCK, Sequences } from '../sequences.ts';
import type { Arena } from './arena.ts';

/**
 * Keys and values in the arena, in blocks of 32 positions. A block holds all layers: `[layer][keys, values][kvHead]
 * [position][headDim]` f32.
 */
export class Cache {
  /** Bytes of one layer's keys (or values) in a block. */
  readonly partBytes: number;
  private readonly blockBytes: number;
  private readonly tableBytes: number;
  private readonly sequences: Sequences;
  /** Addresses of the blocks. */
  private readonly addresses: number[] = [];
  /** By sequence, the address of its list of blocks, where the kernel reads it. */
  private readonly tables = new Map<SequenceId, number>();
  private readonly freeTables: number[] = [];

  constructor(
    private readonly arena: Arena,
    { layers, kvHeads, headDim, contextLength }: ModelConfig,
  ) {
    this.partBytes = kvHeads * BLOCK * headDim * 4;
    this.blockBytes = layers * 2 * this.partBytes;
    this.tableBytes = Math.ceil(contextLength / BLOCK) * 4;
    this.sequences = new Sequences({
      reserve: (count) => {
        while (this.addresses.length < count) this.addresses.push(arena.allocate(this.blockBytes));
      },
      copy: (from, to) => {
        const [start, end] = [this.addresses[from], this.addresses[from] + this.blockBytes];
        arena.u32.copyWithin(this.addresses[to] >> 2, start >> 2, end >> 2);
      },
    });
  }

  create(): SequenceId {
    return this.withTable(this.sequences.create());
  }

  length(id: SequenceId): number {
    return this.sequences.length(id);
  }

  table(id: SequenceId): number {
    return this.tables.get(id)!;
  }

  /** Address of the block that holds a position. */
  blockAt(id: SequenceId, position: number): number {
    return this.addresses[this.sequences.blocks(id)[Math.floor(position / BLOCK)]];
  }

  /** Makes room for `count` more positions, which the caller then writes. */
  extend(id: SequenceId, count: number): void {
    this.writeTable(id, this.sequences.extend(id, count));
  }

  fork(id: SequenceId, at: number): SequenceId {
    const child = this.withTable(this.sequences.fork(id, at));
    this.writeTable(child, 0);
    return child;
  }

  trim(id: SequenceId, length: number): void {
    this.sequences.trim(id, length);
  }

  drop(id: SequenceId): void {
    this.sequences.drop(id);
    this.freeTables.push(this.table(id));
    this.tables.delete(id);
  }

  private withTable(id: SequenceId): SequenceId {
    this.tables.set(id, this.freeTables.pop() ?? this.arena.allocate(this.tableBytes));
    return id;
  }

  private writeTable(id: SequenceId, from: number): void {
    const start = (this.table(id) >> 2) + from;
    const blocks = this.sequences.blocks(id).slice(from);
    this.arena.u32.set(
      blocks.map((block) => this.addresses[block]),
      start,
    );
  }
}
