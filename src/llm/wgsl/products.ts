import type { Quantisation } from '../../weights/config.ts';
import type { GpuBindGroup, GpuBuffer, GpuPass } from './gpu.ts';
import type { KernelChoice } from './kernels/choice.ts';
import { type Epilogue, type MatmulShape, matmulSource, outputsOf, type Tile } from './kernels/matmul.ts';
import { type Access, type Kernel, launch, type Pipelines } from './pipelines.ts';
import type { Matrix } from './weights.ts';

/** From the fewest rows on; the last also takes any number of rows, piece by piece. */
const TILES: readonly Tile[] = [
  { rows: 1, sums: 2 },
  { rows: 2, sums: 2 },
  { rows: 4, sums: 4 },
  { rows: 8, sums: 4 },
];

const ACCESSES: readonly Access[] = ['read', 'read', 'read', 'read', 'write', 'uniform'];

/** A matrix product ready to be launched for any number of rows. */
export interface Product {
  kernels: readonly { tile: Tile; kernel: Kernel }[];
  group: GpuBindGroup;
  /** Workgroups along y, by kernel. */
  across: readonly number[];
}

/** Builds products; those of one shape share their kernels. */
export class Products {
  private readonly kernels = new Map<string, Promise<Product['kernels']>>();

  constructor(
    private readonly pipelines: Pipelines,
    private readonly choice: KernelChoice,
    private readonly weights: Quantisation,
  ) {}

  /** y = x·Wᵀ with what `epilogue` does; `bias` is read by `bias` alone; `rows` is the uniform with the rows' count. */
  async build(
    matrix: Matrix,
    epilogue: Epilogue,
    buffers: { x: GpuBuffer; y: GpuBuffer; rows: GpuBuffer; bias?: GpuBuffer | undefined },
  ): Promise<Product> {
    const { columns, rows } = matrix;
    const outputs = epilogue === 'gate' ? rows / 2 : rows;
    const shape: MatmulShape = { columns, outputs, epilogue, weights: this.weights };
    const kernels = await this.compiled(shape);
    const { x, y, bias = matrix.scales, rows: count } = buffers;
    const layout = this.pipelines.layout(ACCESSES);
    return {
      kernels,
      group: this.pipelines.group(layout, [x, matrix.words, matrix.scales, bias, y, count]),
      across: kernels.map(({ tile }) => Math.ceil(outputs / outputsOf(this.choice, shape, tile))),
    };
  }

  private compiled(shape: MatmulShape): Promise<Product['kernels']> {
    const key = JSON.stringify(shape);
    let kernels = this.kernels.get(key);
    if (!kernels) {
      const compile = async (tile: Tile) => {
        const label = `matmul ${shape.columns}→${shape.outputs} ${shape.epilogue} ${tile.rows}×${tile.sums}`;
        const source = matmulSource(this.choice, shape, tile);
        return { tile, kernel: await this.pipelines.compile(label, ACCESSES, source) };
      };
      kernels = Promise.all(TILES.map(compile));
      this.kernels.set(key, kernels);
    }
    return kernels;
  }
}

/** Launches a product for as many rows as its uniform says. */
export function multiply(pass: GpuPass, { kernels, group, across }: Product, rows: number): void {
  const fitting = kernels.findIndex(({ tile }) => tile.rows >= rows);
  const chosen = fitting < 0 ? kernels.length - 1 : fitting;
  const { tile, kernel } = kernels[chosen];
  launch(pass, kernel, group, Math.ceil(rows / tile.rows), across[chosen]);
}
