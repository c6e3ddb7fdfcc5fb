import type { ModelConfig } from '../../weights/config.ts';
import type { SequenceId } from '../executor.ts';
import { BLOCK, Sequences } from '../sequences.ts';
import type { Device } from './device.ts';
import type { GpuBuffer } from './gpu.ts';

/** Blocks to begin with. */
const FIRST_CAPACITY = 16;

/**
 * Keys and values on the GPU: a buffer a layer, T`[block][keys, values][kvHead][position][headDim]`. Buffers double
 * when they are full; `generation` tells that there are new ones.
 */
export class Cache {
  layers: GpuBuffer[] = [];
  generation = 0;
  readonly sequences: Sequences;
  /** Of one position in all layers. */
  readonly positionBytes: number;
  private readonly blockBytes: number;
  private capacity = 0;
  /** Copies of shared blocks that the next step begins with. */
  private copies: { from: number; to: number }[] = [];
  /** Where a block is put in between: a buffer cannot be copied onto itself. */
  private readonly between: GpuBuffer;

  constructor(
    private readonly device: Device,
    private readonly model: ModelConfig,
    elementBytes: 2 | 4,
  ) {
    this.blockBytes = 2 * model.kvHeads * BLOCK * model.headDim * elementBytes;
    this.positionBytes = (model.layers * this.blockBytes) / BLOCK;
    this.between = device.storage(this.blockBytes, 'a block of keys and values');
    this.sequences = new Sequences({
      // Room is made before anything is extended, since making it may fail.
      reserve: () => {},
      copy: (from, to) => this.copies.push({ from, to }),
    });
  }

  /** Room for sequences to grow. Throws `EngineError`, with all as it was, when the GPU has none. */
  async reserve(growth: readonly { sequence: SequenceId; count: number }[]): Promise<void> {
    const needed = this.sequences.blocksAfter(growth);
    if (needed <= this.capacity) return;
    const most = Math.floor(this.device.largest / this.blockBytes);
    const capacity = Math.max(needed, Math.min(most, Math.max(FIRST_CAPACITY, 2 * this.capacity)));
    const { gpu } = this.device;
    const made: GpuBuffer[] = [];
    const grow = () => {
      for (let n = 0; n < this.model.layers; n++)
        made.push(this.device.storage(capacity * this.blockBytes, 'the keys and values'));
    };
    try {
      await this.device.withinMemory('more keys and values', grow);
    } catch (error) {
      for (const buffer of made) buffer.destroy();
      throw error;
    }
    const encoder = gpu.createCommandEncoder();
    this.layers.forEach((old, n) => {
      encoder.copyBufferToBuffer(old, 0, made[n], 0, this.capacity * this.blockBytes);
    });
    gpu.queue.submit([encoder.finish()]);
    for (const old of this.layers) old.destroy();
    this.layers = made;
    this.capacity = capacity;
    this.generation++;
  }

  free(): void {
    for (const buffer of [this.between, ...this.layers]) buffer.destroy();
  }

  /** Carries out the copies that extending sequences has asked for. */
  copyShared(): void {
    if (this.copies.length === 0) return;
    const encoder = this.device.gpu.createCommandEncoder();
    for (const { from, to } of this.copies) {
      for (const layer of this.layers) {
        encoder.copyBufferToBuffer(layer, from * this.blockBytes, this.between, 0, this.blockBytes);
        encoder.copyBufferToBuffer(this.between, 0, layer, to * this.blockBytes, this.blockBytes);
      }
    }
    this.device.gpu.queue.submit([encoder.finish()]);
    this.copies = [];
  }
}
