/**
 * What fixes the numbers that the kernels give: the precision of products, activations and cache, and over how many
 * lanes a dot product is spread. Everything else about a kernel (rows and columns at a time, how lanes are added
 * up) leaves the order of every sum as it is.
 */
export interface Arithmetic {
  /** `f16`: products of halves, summed in single precision; keys and values are kept in halves. */
  precision: 'f32' | 'f16';
  /** A power of two up to 32. */
  lanes: number;
}

/** How the kernels of one executor are built. */
export interface KernelChoice extends Arithmetic {
  /** Whether lanes are added up by subgroup shuffles; subgroups must have `lanes` lanes at least. */
  subgroups: boolean;
  /** How much a thread of a matrix kernel does at a time; `wide` is for real GPUs, and takes long to compile. */
  tiles: 'narrow' | 'wide';
}

/** The name that a run records, e.g. `wgsl 2 f32 lanes 16 wide`. The same name on the same GPU gives the same numbers. */
export function nameOf({ precision, lanes, subgroups, tiles }: KernelChoice): string {
  return `wgsl 2 ${precision} lanes ${lanes}${subgroups ? ' subgroups' : ''} ${tiles}`;
}

/** The choice that a name stands for, or null. */
export function choiceOf(name: string): KernelChoice | null {
  const [whole, precision, lanes, subgroups, tiles] =
    /^wgsl 2 (f32|f16) lanes (\d+)( subgroups)? (narrow|wide)$/.exec(name) ?? [];
  if (whole === undefined) return null;
  return {
    precision: precision as KernelChoice['precision'],
    lanes: Number(lanes),
    subgroups: subgroups !== undefined,
    tiles: tiles as KernelChoice['tiles'],
  };
}

/** Threads of a matrix kernel's workgroup; the most that every device has. */
export const THREADS = 256;

/** Lines for the top of a kernel. */
export function preamble({ precision, subgroups }: KernelChoice): string {
  return [precision === 'f16' ? 'enable f16;' : '', subgroups ? 'enable subgroups;' : ''].join('\n');
}
