import type { Quantisation } from '../../weights/config.ts';
import type { Device } from './device.ts';
import type { GpuBindGroup, GpuBuffer, GpuPass } from './gpu.ts';
import type { KernelChoice } from './kernels/choice.ts';
import { type Epilogue, matmulSource, outputsOf, type Tile } from './kernels/matmul.ts';
import { type Access, type Kernel, launch } from './pipelines.ts';
import type { Matrix } from './weights.ts';

/** From the fewest rows on; the last also takes any number of rows, piece by piece. */
const TILES: Record<KernelChoice['tiles'], readonly Tile[]> = {
  narrow: [
    { rows: 1, sums: 2 },
    { rows: 4, sums: 2 },
  ],
  wide: [
    { rows: 1, sums: 2 },
    { rows: 2, sums: 2 },
    { rows: 4, sums: 4 },
    { rows: 8, sums: 4 },
  ],
};

const ACCESSES: readonly Access[] = ['read', 'read', 'read', 'read', 'write', 'uniform', 'uniform'];

/** A matrix product ready to be launched for any number of rows. */
export interface Product {
  kernels: readonly { tile: Tile; kernel: Kernel }[];
  group: GpuBindGroup;
  /** Workgroups along y, by kernel. */
  across: readonly number[];
}

/** y = x·Wᵀ with what `epilogue` does; `rows` is the uniform with the rows' count, `bias` f32`[outputs]`. */
export async function buildProduct(
  device: Device,
  choice: KernelChoice,
  weights: Quantisation,
  matrix: Matrix,
  epilogue: Epilogue,
  buffers: { x: GpuBuffer; y: GpuBuffer; rows: GpuBuffer; bias?: GpuBuffer },
): Promise<Product> {
  const { columns, rows } = matrix;
  const outputs = epilogue === 'gate' ? rows / 2 : rows;
  const compile = async (tile: Tile) => {
    const label = `matmul ${weights} ${epilogue} ${tile.rows}×${tile.sums}`;
    const source = matmulSource(choice, weights, epilogue, tile);
    return { tile, kernel: await device.pipelines.compile(label, ACCESSES, source) };
  };
  const kernels = await Promise.all(TILES[choice.tiles].map(compile));
  const shape = device.uniform(8);
  device.gpu.queue.writeBuffer(shape, 0, Uint32Array.of(columns / 32, outputs));
  const { x, y, bias = matrix.scales, rows: count } = buffers;
  const bindings = [x, matrix.words, matrix.scales, bias, y, count, shape];
  return {
    kernels,
    group: device.pipelines.group(device.pipelines.layout(ACCESSES), bindings),
    across: kernels.map(({ tile }) => Math.ceil(outputs / outputsOf(choice, epilogue, tile))),
  };
}

/** Launches a product for as many rows as its uniform says. */
export function multiply(pass: GpuPass, { kernels, group, across }: Product, rows: number): void {
  const fitting = kernels.findIndex(({ tile }) => tile.rows >= rows);
  const chosen = fitting < 0 ? kernels.length - 1 : fitting;
  const { tile, kernel } = kernels[chosen];
  launch(pass, kernel, group, Math.ceil(rows / tile.rows), across[chosen]);
}
