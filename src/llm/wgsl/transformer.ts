import type { ModelConfig } from '../../weights/config.ts';
import type { SequenceId } from '../executor.ts';
import { rotationsOf } from '../rotations.ts';
import { type Buffers, createBuffers, joinedNorms, MAX_LOGITS, partsFor } from './activations.ts';
import type { Cache } from './cache.ts';
import type { Device } from './device.ts';
import { type GpuBindGroup, type GpuBuffer, type GpuPass, MAP_READ } from './gpu.ts';
import { ATTEND_PART, attendSource, joinSource, partsOf } from './kernels/attend.ts';
import type { KernelChoice } from './kernels/choice.ts';
import { EMBED_THREADS, embedSource } from './kernels/embed.ts';
import type { Epilogue } from './kernels/matmul.ts';
import { normSource } from './kernels/norm.ts';
import { rotateSource } from './kernels/rotate.ts';
import { type Access, type Kernel, launch } from './pipelines.ts';
import { buildProduct, multiply, type Product } from './products.ts';
import type { Matrix, Weights } from './weights.ts';

/** One token at one position of a sequence. */
export interface Row {
  sequence: SequenceId;
  token: number;
  position: number;
}

/** Layers of a long step that are submitted together: systems reset a GPU that is busy with one thing for seconds. */
const LAYERS_A_SUBMISSION = 4;

const NORM: readonly Access[] = ['read', 'read', 'read', 'write'];
const ROTATE: readonly Access[] = ['write', 'read', 'read', 'read', 'read', 'write'];
const JOIN: readonly Access[] = ['read', 'read', 'write'];
const ATTEND: readonly Access[] = ['read', 'read', 'read', 'read', 'read', 'write'];

interface Layer {
  inputNorm: GpuBindGroup;
  attention: Product;
  /** Queries' and keys' norms, or a buffer that is not read. */
  headNorms: GpuBuffer;
  output: Product;
  postNorm: GpuBindGroup;
  gateUp: Product;
  down: Product;
}

interface Kernels {
  embed: Kernel;
  norm: Kernel;
  lastNorm: Kernel;
  rotate: Kernel;
  attend: Kernel;
  attendPart: Kernel;
  joinParts: Kernel;
}

/**
 * Qwen2 and Qwen3 (dense), as in Hugging Face transformers' `modeling_qwen2.py` and `modeling_qwen3.py`. The residual
 * stream is single precision; eight launches a layer, nine after a long context. Nothing that is computed for a row depends on other rows.
 */
export class Transformer {
  private generation = -1;
  private rotateGroups: GpuBindGroup[] = [];
  private attendGroups: { whole: GpuBindGroup; part: GpuBindGroup }[] = [];
  private readonly joinGroup: GpuBindGroup;
  /** Parts of the longest context of a step. */
  private parts = 1;
  /** Up to so many rows attention is taken part by part. */
  private readonly partRows: number;

  private constructor(
    private readonly device: Device,
    private readonly model: ModelConfig,
    private readonly cache: Cache,
    private readonly buffers: Buffers,
    private readonly kernels: Kernels,
    private readonly layers: readonly Layer[],
    private readonly ends: { embed: GpuBindGroup; lastNorm: GpuBindGroup; head: Product },
  ) {
    const { rows, parts, normed } = buffers;
    this.joinGroup = device.pipelines.group(kernels.joinParts.layout, [rows, parts, normed]);
    this.partRows = partsFor(model).partRows;
  }

  /** Compiles the kernels of a choice. Throws `EngineError` where the device refuses one or has no room. */
  static async create(
    device: Device,
    model: ModelConfig,
    weights: Weights,
    cache: Cache,
    choice: KernelChoice,
  ): Promise<Transformer> {
    const { pipelines } = device;
    const buffers = await device.withinMemory('the activations', () => createBuffers(device, model, choice));
    const { hiddenSize, rmsNormEps, quantisation } = model;
    const compile = (label: string, accesses: readonly Access[], code: string) =>
      pipelines.compile(label, accesses, code);
    const [embed, norm, lastNorm, rotate, attend, attendPart, joinParts] = await Promise.all([
      compile('embed', NORM, embedSource(choice, hiddenSize, quantisation)),
      compile('norm', NORM, normSource(choice, hiddenSize, rmsNormEps, false)),
      compile('last norm', NORM, normSource(choice, hiddenSize, rmsNormEps, true)),
      compile('rotate', ROTATE, rotateSource(choice, model)),
      compile('attend', ATTEND, attendSource(choice, model, 'whole')),
      compile('attend to a part', ATTEND, attendSource(choice, model, 'part')),
      compile('join the parts', JOIN, joinSource(choice, model)),
    ]);
    const product = (matrix: Matrix, epilogue: Epilogue, given: Parameters<typeof buildProduct>[5]) =>
      buildProduct(device, choice, quantisation, matrix, epilogue, given);
    const { hidden, normed, qkv, gated, logits, rows, picks, rowCount, pickCount, zeros } = buffers;
    const vector = (name: string) => weights.vectors.get(name);
    const normGroup = (name: string, from: GpuBuffer) =>
      pipelines.group(norm.layout, [hidden, vector(name)!, from, normed]);
    const layer = async (n: number): Promise<Layer> => {
      const name = `model.layers.${n}`;
      const matrix = (part: string) => weights.matrices.get(`${name}.${part}`)!;
      const bias = vector(`${name}.self_attn.c_attn.bias`) ?? zeros;
      const [attention, output, gateUp, down] = await Promise.all([
        product(matrix('self_attn.c_attn'), 'store', { x: normed, y: qkv, rows: rowCount, bias }),
        product(matrix('self_attn.o_proj'), 'add', { x: normed, y: hidden, rows: rowCount }),
        product(matrix('mlp.gate_up_proj'), 'gate', { x: normed, y: gated, rows: rowCount }),
        product(matrix('mlp.down_proj'), 'add', { x: gated, y: hidden, rows: rowCount }),
      ]);
      return {
        inputNorm: normGroup(`${name}.input_layernorm.weight`, rows),
        attention,
        headNorms: model.headNorms ? joinedNorms(device, model, weights, name) : rows,
        output,
        postNorm: normGroup(`${name}.post_attention_layernorm.weight`, rows),
        gateUp,
        down,
      };
    };
    const embedding = weights.matrices.get('model.embed_tokens')!;
    const head = model.tied ? embedding : weights.matrices.get('lm_head')!;
    return new Transformer(
      device,
      model,
      cache,
      buffers,
      { embed, norm, lastNorm, rotate, attend, attendPart, joinParts },
      await Promise.all(Array.from({ length: model.layers }, (_, n) => layer(n))),
      {
        embed: pipelines.group(embed.layout, [embedding.words, embedding.scales, rows, hidden]),
        lastNorm: normGroup('model.norm.weight', picks),
        head: await product(head, 'store', { x: normed, y: logits, rows: pickCount, bias: zeros }),
      },
    );
  }

  /** Launches that one token needs with so many before it. */
  launches(before: number): number {
    return (before < ATTEND_PART ? 8 : 9) * this.model.layers + 3;
  }

  /**
   * Writes the rows' keys and values into the cache, which must have room, and tells the logits of `wanted` rows, f32
   * `[vocabularySize]`, which are to be copied. Throws `DeviceLostError`.
   */
  async run(
    given: readonly Row[],
    wanted: readonly number[],
    tell: (row: number, logits: Float32Array) => void,
  ): Promise<void> {
    this.bindCache();
    this.writeRows(given);
    this.submitLayers(given.length);
    for (let start = 0; start < wanted.length; start += MAX_LOGITS)
      await this.head(wanted.slice(start, start + MAX_LOGITS), tell);
  }

  free(): void {
    for (const buffer of Object.values(this.buffers)) buffer.destroy();
  }

  private submitLayers(count: number): void {
    const { hiddenSize, layers } = this.model;
    const together = count > MAX_LOGITS ? LAYERS_A_SUBMISSION : layers;
    for (let start = 0; start < layers; start += together) {
      const encoder = this.device.gpu.createCommandEncoder();
      const pass = encoder.beginComputePass();
      if (start === 0)
        launch(pass, this.kernels.embed, this.ends.embed, Math.ceil(hiddenSize / 8 / EMBED_THREADS), count);
      for (let n = start; n < Math.min(start + together, layers); n++) this.encodeLayer(pass, n, count);
      pass.end();
      this.device.gpu.queue.submit([encoder.finish()]);
    }
  }

  private encodeLayer(pass: GpuPass, n: number, count: number): void {
    const { heads, kvHeads } = this.model;
    const { norm, rotate } = this.kernels;
    const layer = this.layers[n];
    launch(pass, norm, layer.inputNorm, count);
    multiply(pass, layer.attention, count);
    launch(pass, rotate, this.rotateGroups[n], heads + 2 * kvHeads, count);
    this.encodeAttention(pass, n, count);
    multiply(pass, layer.output, count);
    launch(pass, norm, layer.postNorm, count);
    multiply(pass, layer.gateUp, count);
    multiply(pass, layer.down, count);
  }

  /** A long context of few rows is shared out among workgroups; many rows are work enough for all. */
  private encodeAttention(pass: GpuPass, n: number, count: number): void {
    const { attend, attendPart, joinParts } = this.kernels;
    const { whole, part } = this.attendGroups[n];
    const { heads } = this.model;
    if (this.parts === 1 || count > this.partRows) {
      launch(pass, attend, whole, heads, count);
      return;
    }
    launch(pass, attendPart, part, heads, count, this.parts);
    launch(pass, joinParts, this.joinGroup, heads, count);
  }

  private async head(
    wanted: readonly number[],
    tell: (row: number, logits: Float32Array) => void,
  ): Promise<void> {
    const { gpu } = this.device;
    const { picks, pickCount, logits, staging } = this.buffers;
    const bytes = wanted.length * this.model.vocabularySize * 4;
    gpu.queue.writeBuffer(picks, 0, Uint32Array.from(wanted.flatMap((row) => [0, 0, 0, row])));
    gpu.queue.writeBuffer(pickCount, 0, Uint32Array.of(wanted.length));
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    launch(pass, this.kernels.lastNorm, this.ends.lastNorm, wanted.length);
    multiply(pass, this.ends.head, wanted.length);
    pass.end();
    encoder.copyBufferToBuffer(logits, 0, staging, 0, bytes);
    gpu.queue.submit([encoder.finish()]);
    await this.device.orLost(staging.mapAsync(MAP_READ, 0, Math.ceil(bytes / 8) * 8));
    const all = new Float32Array(staging.getMappedRange(0, Math.ceil(bytes / 8) * 8));
    const size = this.model.vocabularySize;
    wanted.forEach((row, i) => {
      tell(row, all.subarray(i * size, (i + 1) * size));
    });
    staging.unmap();
  }

  /** What the kernels read of each row: token, position, where its sequence's blocks begin; and its rotary angles. */
  private writeRows(given: readonly Row[]): void {
    const { queue } = this.device.gpu;
    const { sequences } = this.cache;
    const starts = new Map<SequenceId, number>();
    const blocks: number[] = [];
    const rows = given.flatMap(({ sequence, token, position }) => {
      if (!starts.has(sequence)) {
        starts.set(sequence, blocks.length);
        blocks.push(...sequences.blocks(sequence));
      }
      return [token, position, starts.get(sequence)!, 0];
    });
    const positions = given.map(({ position }) => position);
    this.parts = partsOf(Math.max(...positions) + 1);
    queue.writeBuffer(this.buffers.rows, 0, Uint32Array.from(rows));
    queue.writeBuffer(this.buffers.blocks, 0, Uint32Array.from(blocks));
    queue.writeBuffer(this.buffers.turns, 0, rotationsOf(positions, this.model));
    queue.writeBuffer(this.buffers.rowCount, 0, Uint32Array.of(given.length));
  }

  /** Binds the cache's buffers, which are others after it has grown. */
  private bindCache(): void {
    if (this.generation === this.cache.generation) return;
    this.generation = this.cache.generation;
    const { qkv, rows, blocks, turns, normed, parts } = this.buffers;
    const { rotate, attend } = this.kernels;
    this.rotateGroups = this.cache.layers.map((layer, n) =>
      this.device.pipelines.group(rotate.layout, [qkv, rows, blocks, turns, this.layers[n].headNorms, layer]),
    );
    this.attendGroups = this.cache.layers.map((layer) => {
      const group = (out: GpuBuffer) =>
        this.device.pipelines.group(attend.layout, [qkv, rows, blocks, layer, layer, out]);
      return { whole: group(normed), part: group(parts) };
    });
  }
}
