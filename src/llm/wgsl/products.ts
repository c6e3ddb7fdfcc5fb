import type { Quantisation } from '../../weights/config.ts';
import type { Device } from './device.ts';
import type { GpuBindGroup, GpuBuffer, GpuPass } from './gpu.ts';
import type { KernelChoice } from './kernels/choice.ts';
import { type Epilogue, matmulSource, outputsOf, type Tile } from './kernels/matmul.ts';
import { type Access, type Kernel, launch } from './pipelines.ts';
import type { Matrix } from './weights.ts';

interface Tiles {
  /** From the fewest rows on: the first that takes all rows of a step at once reads the weights once. */
  few: readonly Tile[];
  /** For more rows than that, piece by piece; one of `few`. */
  many: Tile;
}

const FOUR: Tile = { rows: 4, sums: 2 };
const EIGHT: Tile = { rows: 8, sums: 4 };
const TILES: Record<KernelChoice['tiles'], Tiles> = {
  narrow: { few: [{ rows: 1, sums: 2 }, FOUR], many: FOUR },
  wide: {
    few: [{ rows: 1, sums: 2 }, { rows: 2, sums: 2 }, { rows: 4, sums: 4 }, EIGHT, { rows: 16, sums: 2 }],
    many: EIGHT,
  },
};

const ACCESSES: readonly Access[] = ['read', 'read', 'read', 'read', 'write', 'uniform', 'uniform'];

/** A matrix product ready to be launched for any number of rows. */
export interface Product {
  few: readonly TiledKernel[];
  many: TiledKernel;
  group: GpuBindGroup;
}

interface TiledKernel {
  tile: Tile;
  kernel: Kernel;
  /** Workgroups along y. */
  across: number;
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
    const kernel = await device.pipelines.compile(label, ACCESSES, source);
    return { tile, kernel, across: Math.ceil(outputs / outputsOf(choice, epilogue, tile)) };
  };
  const tiles = TILES[choice.tiles];
  const few = await Promise.all(tiles.few.map(compile));
  const shape = device.uniform(8);
  device.gpu.queue.writeBuffer(shape, 0, Uint32Array.of(columns / 32, outputs));
  const { x, y, bias = matrix.scales, rows: count } = buffers;
  const bindings = [x, matrix.words, matrix.scales, bias, y, count, shape];
  const { pipelines } = device;
  return {
    few,
    many: few.find(({ tile }) => tile === tiles.many)!,
    group: pipelines.group(pipelines.layout(ACCESSES), bindings),
  };
}

/** Launches a product for as many rows as its uniform says. */
export function multiply(pass: GpuPass, { few, many, group }: Product, rows: number): void {
  const { tile, kernel, across } = few.find(({ tile }) => tile.rows >= rows) ?? many;
  launch(pass, kernel, group, Math.ceil(rows / tile.rows), across);
}
