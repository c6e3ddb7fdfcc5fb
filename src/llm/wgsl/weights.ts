import type { ModelConfig } from '../../weights/config.ts';
import { linearLayers, rowsOf, tensorsOf, vectorLayers } from '../../weights/layers.ts';
import { expectTensor, floatsOf, missingTensor, type StoredTensor } from '../../weights/repository.ts';
import type { Device } from './device.ts';
import type { GpuBuffer } from './gpu.ts';

/** A weight matrix on the GPU, in MLC's layout. */
export interface Matrix {
  rows: number;
  columns: number;
  /** Integers, eight in a u32 `[rows, columns / 8]`; or the weights themselves, halves or singles. */
  words: GpuBuffer;
  /** Halves or singles `[rows, columns / 32]`; of a dense matrix, a buffer that is not read. */
  scales: GpuBuffer;
}

/** A model's weights on the GPU. */
export interface Weights {
  /** By MLC's name, e.g. `model.layers.0.mlp.down_proj`. */
  matrices: ReadonlyMap<string, Matrix>;
  /** Norms and biases by full name, f32. */
  vectors: ReadonlyMap<string, GpuBuffer>;
}

/** Bytes that are handed to the GPU's queue before it is waited for, so that it does not hold a model in waiting. */
const IN_FLIGHT = 16 * 1024 * 1024;
/** Stored bytes that are made single precision, or written, at a time. */
const PIECE = 4 * 1024 * 1024;

/** Puts a repository's tensors on the GPU as they come; holds none of them back. Throws `WeightsError`. */
export async function placeWeights(
  device: Device,
  model: ModelConfig,
  tensors: AsyncIterable<StoredTensor>,
): Promise<Weights> {
  const needed = new Map(tensorsOf(model).map((tensor) => [tensor.name, tensor]));
  const vectors = new Set(vectorLayers(model).map(({ name }) => name));
  const placed = new Map<string, GpuBuffer>();
  const upload = new Upload(device);
  await device.withinMemory("the model's weights", async () => {
    for await (const tensor of tensors) {
      const { name } = tensor.record;
      const wanted = needed.get(name);
      if (!wanted) continue;
      expectTensor(tensor.record, wanted.dtype, wanted.shape);
      const single = vectors.has(name) || tensor.record.dtype === 'float32';
      const count = wanted.shape.reduce((product, length) => product * length, 1);
      const buffer = device.storage(single ? count * 4 : tensor.bytes.length, name);
      placed.set(name, buffer);
      await upload.write(buffer, tensor, single);
    }
  });
  const place = (name: string) => {
    const buffer = placed.get(name);
    if (!buffer) throw missingTensor(name);
    return buffer;
  };
  const nothing = device.storage(16, 'nothing');
  const dense = model.quantisation.startsWith('q0');
  const matrices = linearLayers(model).map((layer): [string, Matrix] => [
    layer.name,
    {
      rows: rowsOf(layer),
      columns: layer.columns,
      words: place(dense ? `${layer.name}.weight` : `${layer.name}.q_weight`),
      scales: dense ? nothing : place(`${layer.name}.q_scale`),
    },
  ]);
  return {
    matrices: new Map(matrices),
    vectors: new Map([...vectors].map((name) => [name, place(name)])),
  };
}

class Upload {
  private inFlight = 0;

  constructor(private readonly device: Device) {}

  /** Writes a tensor, as single precision where `single`, piece by piece: only a piece is ever held twice. */
  async write(buffer: GpuBuffer, { record, bytes }: StoredTensor, single: boolean): Promise<void> {
    const { queue } = this.device.gpu;
    let at = 0;
    for (let start = 0; start < bytes.length; start += PIECE) {
      const stored = bytes.subarray(start, start + PIECE);
      const piece = single ? new Uint8Array(floatsOf({ record, bytes: stored }).buffer) : stored;
      // A queue takes whole words; the last halves of a tensor may end within one.
      const whole = piece.length - (piece.length % 4);
      queue.writeBuffer(buffer, at, piece, 0, whole);
      if (whole < piece.length) {
        const word = new Uint8Array(4);
        word.set(piece.subarray(whole));
        queue.writeBuffer(buffer, at + whole, word);
      }
      at += piece.length;
      this.inFlight += piece.length;
      if (this.inFlight < IN_FLIGHT) continue;
      await this.device.orLost(queue.onSubmittedWorkDone());
      this.inFlight = 0;
    }
  }
}
