import type { Adapter } from '../../roles/adapter.ts';
import type { EditedWeight } from '../../roles/pack.ts';
import type { Pack } from '../../roles/stored-pack.ts';
import type { ModelConfig } from '../../weights/config.ts';
import type { LinearLayer } from '../../weights/layers.ts';
import type { StoredTensor } from '../../weights/repository.ts';
import { checkStep } from '../check-step.ts';
import type { Executor, SequenceId, StepInput } from '../executor.ts';
import { MAX_ROWS } from './activations.ts';
import { Cache } from './cache.ts';
import type { Device } from './device.ts';
import { ditheredEdit } from './dither.ts';
import { type KernelChoice, nameOf } from './kernels/choice.ts';
import { Roles } from './roles.ts';
import { type Row, Transformer } from './transformer.ts';
import { placeWeights, type Weights } from './weights.ts';

/** A model's weights on a GPU, on which any choice of kernels can be built. */
export class GpuModel {
  private constructor(
    readonly device: Device,
    readonly model: ModelConfig,
    readonly weights: Weights,
  ) {}

  /** Streams the tensors to the GPU. Throws `WeightsError`, and `EngineError` where they do not fit. */
  static async load(
    device: Device,
    model: ModelConfig,
    tensors: AsyncIterable<StoredTensor>,
  ): Promise<GpuModel> {
    return new GpuModel(device, model, await placeWeights(device, model, tensors));
  }

  /** Builds the executor. Throws `EngineError` where the GPU cannot run the choice. */
  async executor(choice: KernelChoice): Promise<WgslExecutor> {
    const { device, model, weights } = this;
    const cache = new Cache(device, model, choice.precision === 'f16' ? 2 : 4);
    const transformer = await Transformer.create(device, model, weights, cache, choice);
    const roles = await Roles.create(device, weights, model.quantisation.startsWith('q4'));
    return new WgslExecutor(device, model, cache, transformer, roles, nameOf(choice));
  }
}

/** One model on a GPU with one choice of kernels. */
export class WgslExecutor implements Executor {
  readonly kind = 'wgsl';
  readonly adapter: string;
  readonly vocabularySize: number;
  readonly contextLength: number;
  readonly maxBatch = 16;
  readonly positionBytes: number;

  constructor(
    private readonly device: Device,
    private readonly model: ModelConfig,
    private readonly cache: Cache,
    private readonly transformer: Transformer,
    private readonly roles: Roles,
    readonly kernels: string,
  ) {
    this.adapter = device.name;
    this.vocabularySize = model.vocabularySize;
    this.contextLength = model.contextLength;
    this.positionBytes = cache.positionBytes;
  }

  /** Launches that one token needs with so many before it. */
  launches(before: number): number {
    return this.transformer.launches(before);
  }

  create(): SequenceId {
    return this.cache.sequences.create();
  }

  async step(inputs: readonly StepInput[]): Promise<Float32Array[]> {
    const { sequences } = this.cache;
    this.device.check();
    checkStep(inputs, this, (sequence) => sequences.length(sequence));
    await this.cache.reserve(inputs.map(({ sequence, tokens }) => ({ sequence, count: tokens.length })));
    const rows: Row[] = [];
    const logits = inputs.map(({ wanted = 1 }) => new Float32Array(wanted * this.vocabularySize));
    /** Where the logits after a row go, by row. */
    const places = new Map<number, Float32Array>();
    for (const [i, { sequence, tokens, wanted = 1 }] of inputs.entries()) {
      const start = sequences.length(sequence);
      sequences.extend(sequence, tokens.length);
      rows.push(...tokens.map((token, t) => ({ sequence, token, position: start + t })));
      for (let w = 0; w < wanted; w++) {
        const place = logits[i].subarray(w * this.vocabularySize, (w + 1) * this.vocabularySize);
        places.set(rows.length - wanted + w, place);
      }
    }
    this.cache.copyShared();
    for (let start = 0; start < rows.length; start += MAX_ROWS) {
      const pass = rows.slice(start, start + MAX_ROWS);
      const wanted = [...pass.keys()].filter((row) => places.has(start + row));
      await this.transformer.run(pass, wanted, (row, values) => places.get(start + row)!.set(values));
    }
    // Where no logits were waited for: an abort is heard between steps only when steps are as long as they look.
    if (places.size === 0) await this.device.orLost(this.device.gpu.queue.onSubmittedWorkDone());
    this.device.check();
    return logits;
  }

  fork(sequence: SequenceId, at: number): SequenceId {
    return this.cache.sequences.fork(sequence, at);
  }

  trim(sequence: SequenceId, length: number): void {
    this.cache.sequences.trim(sequence, length);
  }

  drop(sequence: SequenceId): void {
    this.cache.sequences.drop(sequence);
  }

  place(pack: Pack): Promise<void> {
    return this.roles.place(pack);
  }

  edit(pack: Pack, direction: 1 | -1): Promise<void> {
    return this.roles.edit(pack, direction);
  }

  exchange(off: Pack, on: Pack): Promise<void> {
    return this.roles.exchange(off, on);
  }

  async dither(layer: LinearLayer, adapter: Adapter, seed: number): Promise<EditedWeight | null> {
    const { quantisation } = this.model;
    return ditheredEdit(
      this.device,
      quantisation,
      this.roles.quantisedMatrix(layer.name),
      layer,
      adapter,
      seed,
    );
  }

  hash(weight: string): Promise<string> {
    return this.roles.hash(weight);
  }

  /** Gives back what is not the model's: activations, keys and values. The executor is of no more use. */
  free(): void {
    this.cache.free();
    this.transformer.free();
  }

  /** Gives the device back, and all memory on it. */
  dispose(): void {
    this.device.gpu.destroy();
  }
}
