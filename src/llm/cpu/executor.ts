import { type Adapter, addUpdate } from '../../roles/adapter.ts';
import { EditBuilder } from '../../roles/build.ts';
import { seedOf } from '../../roles/dither.ts';
import { weightHash } from '../../roles/hash.ts';
import { layerUpdates } from '../../roles/layer-updates.ts';
import { type EditedWeight, type RolePack, RolePackError } from '../../roles/pack.ts';
import { applySteps, findOverflow } from '../../roles/steps.ts';
import { type Pack, readWhole } from '../../roles/stored-pack.ts';
import type { ModelConfig } from '../../weights/config.ts';
import type { LinearLayer } from '../../weights/layers.ts';
import { type Repository, readTensors, type Tensors } from '../../weights/repository.ts';
import { checkStep } from '../check-step.ts';
import { EngineError } from '../errors.ts';
import type { Executor, SequenceId, StepInput } from '../executor.ts';
import type { Arena } from './arena.ts';
import { Cache } from './cache.ts';
import type { Kernels } from './kernels.ts';
import { createSimdKernels } from './simd-kernels.ts';
import { MAX_ROWS, type Row, Transformer } from './transformer.ts';
import { createTypeScriptKernels } from './typescript-kernels.ts';
import { type Linear, WeightPlacer } from './weights.ts';

/** `auto` takes SIMD where the machine has it. */
export type KernelChoice = 'auto' | 'simd' | 'typescript';

/** The transformer on the processor, straight on the 4-bit weights. Throws `EngineError` when SIMD is asked for in vain. */
export function createCpuExecutor(
  model: ModelConfig,
  tensors: Tensors,
  choice: KernelChoice = 'auto',
): Executor {
  const placer = new WeightPlacer(model);
  for (const tensor of tensors) placer.place(tensor);
  return assemble(model, placer, choice);
}

/**
 * `createCpuExecutor` for a repository, read shard by shard: one is held at a time beside the executor's own memory.
 * `onBytes` is told how many bytes have been read and checked, of how many.
 */
export async function loadCpuExecutor(
  repository: Repository,
  choice: KernelChoice = 'auto',
  onBytes?: (done: number, total: number) => void,
  signal?: AbortSignal,
): Promise<Executor> {
  const { model } = repository.config;
  const placer = new WeightPlacer(model);
  for await (const tensor of readTensors(repository, onBytes, signal)) placer.place(tensor);
  return assemble(model, placer, choice);
}

function assemble(model: ModelConfig, placer: WeightPlacer, choice: KernelChoice): Executor {
  if (model.headDim % 8)
    throw new EngineError(
      `the cpu executor needs heads of a multiple of 8 numbers; this model's have ${model.headDim}`,
    );
  const { arena } = placer;
  const weights = placer.finish();
  const cache = new Cache(arena, model);
  const kernels = chooseKernels(arena.memory, choice);
  const transformer = new Transformer(model, weights, arena, cache, kernels);
  return new CpuExecutor(model, arena, weights.linears, cache, transformer, kernels.adapter);
}

function chooseKernels(memory: WebAssembly.Memory, choice: KernelChoice): Kernels {
  const simd = choice === 'typescript' ? null : createSimdKernels(memory);
  if (choice === 'simd' && !simd) throw new EngineError('this machine has no WebAssembly SIMD');
  return simd ?? createTypeScriptKernels(memory);
}

class CpuExecutor implements Executor {
  readonly kind = 'cpu';
  readonly kernels = 'cpu 1';
  readonly vocabularySize: number;
  readonly contextLength: number;
  readonly maxBatch = 16;
  readonly positionBytes: number;
  private readonly packs = new WeakMap<Pack, RolePack>();

  constructor(
    model: ModelConfig,
    private readonly arena: Arena,
    private readonly linears: Map<string, Linear>,
    private readonly cache: Cache,
    private readonly transformer: Transformer,
    readonly adapter: string,
  ) {
    this.vocabularySize = model.vocabularySize;
    this.contextLength = model.contextLength;
    // Keys and values in all layers, singles.
    this.positionBytes = 2 * model.layers * model.kvHeads * model.headDim * 4;
  }

  create(): SequenceId {
    return this.cache.create();
  }

  async step(inputs: readonly StepInput[]): Promise<Float32Array[]> {
    checkStep(inputs, this, (sequence) => this.cache.length(sequence));
    const rows: Row[] = [];
    const logits = inputs.map(({ wanted = 1 }) => new Float32Array(wanted * this.vocabularySize));
    /** Where the logits after a row go, by row. */
    const places = new Map<number, Float32Array>();
    for (const [i, { sequence, tokens, wanted = 1 }] of inputs.entries()) {
      const start = this.cache.length(sequence);
      this.cache.extend(sequence, tokens.length);
      rows.push(...tokens.map((token, t) => ({ sequence, token, position: start + t })));
      for (let w = 0; w < wanted; w++) {
        const place = logits[i].subarray(w * this.vocabularySize, (w + 1) * this.vocabularySize);
        places.set(rows.length - wanted + w, place);
      }
    }
    for (let start = 0; start < rows.length; start += MAX_ROWS) {
      const pass = rows.slice(start, start + MAX_ROWS);
      const wanted = [...pass.keys()].filter((row) => places.has(start + row));
      this.transformer.run(pass, wanted, (row, values) => places.get(start + row)!.set(values));
    }
    return logits;
  }

  fork(sequence: SequenceId, at: number): SequenceId {
    return this.cache.fork(sequence, at);
  }

  trim(sequence: SequenceId, length: number): void {
    this.cache.trim(sequence, length);
  }

  drop(sequence: SequenceId): void {
    this.cache.drop(sequence);
  }

  async place(pack: Pack): Promise<void> {
    await this.whole(pack);
  }

  async edit(pack: Pack, direction: 1 | -1): Promise<void> {
    const whole = await this.whole(pack);
    const edits = this.fit(whole, direction);
    for (const { words, weight } of edits) applySteps(words, weight, whole.block, direction);
  }

  async exchange(off: Pack, on: Pack): Promise<void> {
    await this.edit(off, -1);
    try {
      await this.edit(on, 1);
    } catch (error) {
      await this.edit(off, 1);
      throw error;
    }
  }

  /** Packs stay in memory once they were read: models that a processor runs have small ones. */
  private async whole(pack: Pack): Promise<RolePack> {
    const read = this.packs.get(pack) ?? (await readWhole(pack));
    this.packs.set(pack, read);
    return read;
  }

  private fit(pack: RolePack, direction: 1 | -1): { words: Uint32Array; weight: EditedWeight }[] {
    return [...pack.weights].map(([name, weight]) => {
      const linear = this.linears.get(name);
      if (!linear)
        throw new RolePackError(`the ${pack.role} pack edits ${name}, which the model does not have`);
      if (weight.shape[0] !== linear.rows || weight.shape[1] !== linear.columns) {
        const own = `[${linear.rows}, ${linear.columns}]`;
        throw new RolePackError(
          `the ${pack.role} pack edits ${name} as [${weight.shape}], the model's is ${own}`,
        );
      }
      const words = this.words(linear);
      const position = findOverflow(words, weight, pack.block, direction);
      if (position >= 0) {
        throw new RolePackError(
          `the ${pack.role} pack would move integer ${position} of ${name} out of 0…15; it was made for another base`,
        );
      }
      return { words, weight };
    });
  }

  async dither(layer: LinearLayer, adapter: Adapter, seed: number): Promise<EditedWeight | null> {
    const linear = this.linears.get(layer.name);
    if (!linear) throw new EngineError(`the model has no quantised weight ${layer.name}`);
    const { rows, columns } = linear;
    const builder = new EditBuilder({
      rows,
      columns,
      words: this.words(linear),
      scales: this.scales(linear),
    });
    for (const { update, first } of layerUpdates(layer, adapter)) {
      for (let row = 0; row < update.outputs; row++) {
        const change = new Float32Array(update.inputs);
        addUpdate(change, update, row);
        builder.dither(first + row, change, seedOf(layer.name, seed));
      }
    }
    return builder.finish();
  }

  async hash(weight: string): Promise<string> {
    const linear = this.linears.get(weight);
    if (!linear) throw new EngineError(`the model has no quantised weight ${weight}`);
    return weightHash(this.words(linear));
  }

  /** Nothing to hand back: the memory goes with the object. */
  dispose(): void {}

  private scales({ place, rows, columns }: Linear): Float32Array {
    const from = 'dense' in place ? 0 : place.scales >> 2;
    return this.arena.f32.subarray(from, from + (rows * columns) / 32);
  }

  private words({ place, rows, columns }: Linear): Uint32Array {
    if ('dense' in place)
      throw new EngineError('the weights are not quantised; a role pack edits four-bit integers alone');
    const { words } = place;
    return this.arena.u32.subarray(words >> 2, (words >> 2) + (rows * columns) / 8);
  }
}
