import type { Adapter } from '../../roles/adapter.ts';
import type { EditedWeight } from '../../roles/pack.ts';
import type { Pack } from '../../roles/stored-pack.ts';
import type { Quantisation } from '../../weights/config.ts';
import type { LinearLayer } from '../../weights/layers.ts';
import { checkStep } from '../check-step.ts';
import { EngineError } from '../errors.ts';
import type { Executor, SequenceId, StepInput } from '../executor.ts';
import type { Device } from '../wgsl/device.ts';
import { ditheredEdit } from '../wgsl/dither.ts';
import type { Roles } from '../wgsl/roles.ts';
import { nameOf } from './choice.ts';
import type { Passes } from './model.ts';
import type { Steps } from './steps.ts';

interface Parts {
  device: Device;
  quantisation: Quantisation;
  vocabularySize: number;
  contextLength: number;
  positions: number;
  positionBytes: number;
  steps: Steps;
  roles: Roles;
  maxBatch: number;
  passes: Passes;
  /** Whether the library's race was mended. */
  mended: boolean;
  dispose(): void;
}

/** A model in the library that MLC compiled for it. Its kernels' sums may depend on the batch, within rounding. */
export class MlcExecutor implements Executor {
  readonly kind = 'mlc';

  constructor(private readonly parts: Parts) {}

  get adapter(): string {
    const { device, mended } = this.parts;
    return mended
      ? device.name
      : `${device.name} (one sequence at a time: the library's kernels could not be mended for batches)`;
  }

  get kernels(): string {
    return nameOf(this.parts.passes);
  }

  get vocabularySize(): number {
    return this.parts.vocabularySize;
  }

  get contextLength(): number {
    return this.parts.contextLength;
  }

  get maxBatch(): number {
    return this.parts.maxBatch;
  }

  get positionBytes(): number {
    return this.parts.positionBytes;
  }

  get positions(): number {
    return this.parts.positions;
  }

  create(): SequenceId {
    return this.guarded(() => this.parts.steps.create());
  }

  async step(inputs: readonly StepInput[]): Promise<Float32Array[]> {
    const { device, steps } = this.parts;
    device.check();
    checkStep(inputs, this, (sequence) => steps.length(sequence));
    try {
      return await steps.step(inputs);
    } catch (error) {
      // The device is said to be lost a moment after the runtime has noticed.
      await new Promise<void>((resolve) => setTimeout(resolve));
      throw this.explained(error);
    }
  }

  fork(sequence: SequenceId, at: number): SequenceId {
    return this.guarded(() => this.parts.steps.fork(sequence, at));
  }

  trim(sequence: SequenceId, length: number): void {
    this.guarded(() => this.parts.steps.trim(sequence, length));
  }

  drop(sequence: SequenceId): void {
    this.guarded(() => this.parts.steps.drop(sequence));
  }

  place(pack: Pack): Promise<void> {
    return this.parts.roles.place(pack);
  }

  edit(pack: Pack, direction: 1 | -1): Promise<void> {
    return this.parts.roles.edit(pack, direction);
  }

  exchange(off: Pack, on: Pack): Promise<void> {
    return this.parts.roles.exchange(off, on);
  }

  async dither(layer: LinearLayer, adapter: Adapter, seed: number): Promise<EditedWeight | null> {
    const { device, quantisation, roles } = this.parts;
    const matrix = roles.quantisedMatrix(layer.name);
    return ditheredEdit(device, quantisation, matrix, layer, adapter, seed);
  }

  hash(weight: string): Promise<string> {
    return this.parts.roles.hash(weight);
  }

  /** Gives back what is not the model's: keys and values. The executor is of no more use. */
  free(): void {
    this.parts.steps.free();
  }

  /** Gives the device back, and all memory on it. */
  dispose(): void {
    this.parts.dispose();
  }

  private guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.explained(error);
    }
  }

  /** What the runtime threw, as an error of ours. Where the device is lost, that is what is said. */
  private explained(error: unknown): unknown {
    try {
      this.parts.device.check();
    } catch (lost) {
      return lost;
    }
    if (error instanceof Error && /^(Engine|ContextOverflow|DeviceLost)Error$/.test(error.name)) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new EngineError(`the model's library failed: ${message}; load the model again`, { cause: error });
  }
}
