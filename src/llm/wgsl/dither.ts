import type { Adapter } from '../../roles/adapter.ts';
import { DEFAULT_BLOCK } from '../../roles/build.ts';
import { seedOf } from '../../roles/dither.ts';
import { mix, weightHash } from '../../roles/hash.ts';
import { layerUpdates } from '../../roles/layer-updates.ts';
import type { EditedWeight } from '../../roles/pack.ts';
import { encodeEdited } from '../../roles/steps.ts';
import type { Quantisation } from '../../weights/config.ts';
import type { LinearLayer } from '../../weights/layers.ts';
import type { Device } from './device.ts';
import type { GpuBuffer } from './gpu.ts';
import { DITHER_GROUPS, DITHER_THREADS, ditherSource } from './kernels/dither.ts';
import { type Access, launch } from './pipelines.ts';
import type { Matrix } from './weights.ts';

const ACCESSES: readonly Access[] = ['read', 'read', 'read', 'write', 'uniform'];

/**
 * The edit that adds an adapter's ΔW to a quantised layer as it lies on the GPU, with a seeded dither, worked out
 * there. The layer stays as it is. Null when nothing changes. Throws `AdapterError` for one of another shape.
 */
export async function ditheredEdit(
  device: Device,
  quantisation: Quantisation,
  matrix: Matrix,
  layer: LinearLayer,
  adapter: Adapter,
  seed: number,
): Promise<EditedWeight | null> {
  const { rows, columns } = matrix;
  const bytes = (rows * columns) / 2;
  const kernel = await device.pipelines.compile('dither', ACCESSES, ditherSource(quantisation));
  const made: GpuBuffer[] = [];
  const store = (values: Float32Array | Uint32Array, what: string) => {
    const buffer = device.storage(values.byteLength, what);
    device.gpu.queue.writeBuffer(buffer, 0, values.slice());
    made.push(buffer);
    return buffer;
  };
  try {
    const edited = await device.withinMemory(`a role of ${layer.name}`, () => {
      const edited = device.storage(bytes, layer.name);
      made.push(edited);
      const encoder = device.gpu.createCommandEncoder();
      encoder.copyBufferToBuffer(matrix.words, 0, edited, 0, bytes);
      const pass = encoder.beginComputePass();
      const key = mix(seedOf(layer.name, seed));
      for (const { update, first } of layerUpdates(layer, adapter)) {
        const part = device.uniform(24);
        made.push(part);
        const { rank, scale, outputs, inputs } = update;
        device.gpu.queue.writeBuffer(part, 0, Uint32Array.of(first, outputs, inputs, rank, key));
        device.gpu.queue.writeBuffer(part, 20, Float32Array.of(scale));
        const [a, b] = [store(update.a, 'lora_A'), store(update.b, 'lora_B')];
        const group = device.pipelines.group(kernel.layout, [matrix.scales, a, b, edited, part]);
        const words = (outputs * inputs) / 8;
        launch(pass, kernel, group, DITHER_GROUPS, Math.ceil(words / DITHER_GROUPS / DITHER_THREADS));
      }
      pass.end();
      device.gpu.queue.submit([encoder.finish()]);
      return edited;
    });
    const before = new Uint32Array(await device.read(matrix.words, bytes));
    const after = new Uint32Array(await device.read(edited, bytes));
    const steps = encodeEdited(before, after, DEFAULT_BLOCK);
    if (steps.steps.length === 0) return null;
    const shape: [number, number] = [rows, columns];
    return { ...steps, shape, baseHash: weightHash(before), editedHash: weightHash(after) };
  } finally {
    for (const buffer of made) buffer.destroy();
  }
}
