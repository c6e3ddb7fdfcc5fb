import { type RolePack, RolePackError } from '../../roles/pack.ts';
import { EngineError } from '../errors.ts';
import type { Device } from './device.ts';
import type { GpuBindGroup, GpuBuffer } from './gpu.ts';
import { APPLY_SOURCE, CHECK_SOURCE, HASH_GROUPS, HASH_SOURCE, ROLE_THREADS } from './kernels/roles.ts';
import { type Access, type Binding, type Kernel, launch } from './pipelines.ts';
import type { Matrix, Weights } from './weights.ts';

/** A pack on the GPU: one edit a weight. */
interface Uploaded {
  buffers: GpuBuffer[];
  /** The block's size and the direction, as the kernels read them. */
  forward: GpuBuffer;
  backward: GpuBuffer;
  edits: {
    name: string;
    /** The weight's words, the steps and their offsets. */
    bindings: Binding[];
    apply: { forward: GpuBindGroup; backward: GpuBindGroup };
    /** Workgroups. */
    across: number;
  }[];
}

const APPLY: readonly Access[] = ['write', 'read', 'read', 'uniform'];
const CHECK: readonly Access[] = ['read', 'read', 'read', 'uniform', 'write'];
const NONE = 0xffffffff;
/** Where in a buffer a binding may begin. */
const ALIGNMENT = 256;

/** Edits the weights on the GPU in place, and proves them by their hashes. Packs stay on the GPU while they fit. */
export class Roles {
  private readonly uploaded = new Map<RolePack, Uploaded>();
  /** What was done to the base, the latest last; what was undone is taken out. */
  private done: { pack: RolePack; direction: 1 | -1 }[] = [];
  /** Packs that were found to fit on top of the bare base, which always comes back the same. */
  private readonly fitting = new Set<RolePack>();

  private constructor(
    private readonly device: Device,
    private readonly weights: Weights,
    private readonly kernels: { apply: Kernel; check: Kernel; hash: Kernel },
    private readonly quantised: boolean,
  ) {}

  static async create(device: Device, weights: Weights, quantised: boolean): Promise<Roles> {
    const { pipelines } = device;
    const [apply, check, hash] = await Promise.all([
      pipelines.compile('apply a role pack', APPLY, APPLY_SOURCE),
      pipelines.compile('check a role pack', CHECK, CHECK_SOURCE),
      pipelines.compile('hash a weight', ['read', 'write'], HASH_SOURCE),
    ]);
    return new Roles(device, weights, { apply, check, hash }, quantised);
  }

  /** Adds (+1) or takes off (−1) a pack. Throws `RolePackError`, before any bit changes, for one that does not fit. */
  async edit(pack: RolePack, direction: 1 | -1): Promise<void> {
    this.device.check();
    const uploaded = this.uploaded.get(pack) ?? (await this.upload(pack));
    const last = this.done.at(-1);
    const undoes = last?.pack === pack && last.direction === -direction;
    const onBase = direction === 1 && this.done.length === 0;
    // Taking off what was put on last always fits, and so does what fitted on the bare base before.
    if (!undoes && !(onBase && this.fitting.has(pack))) await this.check(pack, uploaded, direction);
    if (onBase) this.fitting.add(pack);
    this.run(this.kernels.apply, uploaded, ({ apply }) => (direction === 1 ? apply.forward : apply.backward));
    if (undoes) this.done.pop();
    else this.done.push({ pack, direction });
    await this.device.orLost(this.device.gpu.queue.onSubmittedWorkDone());
  }

  /** Hash of a quantised weight's integers, as `weightHash` gives it. */
  async hash(name: string): Promise<string> {
    const matrix = this.quantisedMatrix(name);
    const { gpu } = this.device;
    const sums = this.device.storage(16, 'a hash');
    const group = this.device.pipelines.group(this.kernels.hash.layout, [wordsOf(matrix), sums]);
    const encoder = gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    const words = (matrix.rows * matrix.columns) / 8;
    launch(pass, this.kernels.hash, group, Math.min(HASH_GROUPS, Math.ceil(words / ROLE_THREADS)));
    pass.end();
    gpu.queue.submit([encoder.finish()]);
    const read = new Uint32Array(await this.device.read(sums, 16));
    sums.destroy();
    return Array.from(read, (sum) => sum.toString(16).padStart(8, '0')).join('');
  }

  /** Throws `EngineError` when the model has no such quantised weight. */
  quantisedMatrix(name: string): Matrix {
    const matrix = this.quantised ? this.weights.matrices.get(name) : undefined;
    if (!matrix) throw new EngineError(`the model has no quantised weight ${name}`);
    return matrix;
  }

  private async check(pack: RolePack, uploaded: Uploaded, direction: 1 | -1): Promise<void> {
    const { edits, forward, backward } = uploaded;
    const faults = this.device.storage(edits.length * ALIGNMENT, 'the check of a role pack');
    const words = edits.length * (ALIGNMENT / 4);
    this.device.gpu.queue.writeBuffer(faults, 0, new Uint32Array(words).fill(NONE));
    this.run(this.kernels.check, uploaded, ({ bindings }, slot) =>
      this.device.pipelines.group(this.kernels.check.layout, [
        ...bindings,
        direction === 1 ? forward : backward,
        { buffer: faults, offset: slot * ALIGNMENT, size: 4 },
      ]),
    );
    const found = new Uint32Array(await this.device.read(faults, words * 4));
    faults.destroy();
    const position = (slot: number) => found[slot * (ALIGNMENT / 4)];
    const slot = edits.findIndex((_, i) => position(i) !== NONE);
    if (slot < 0) return;
    throw new RolePackError(
      `the ${pack.role} pack would move integer ${position(slot)} of ${edits[slot].name} out of 0…15; it was made for another base`,
    );
  }

  /** One launch of a kernel for each weight of a pack. */
  private run(
    kernel: Kernel,
    { edits }: Uploaded,
    groupOf: (edit: Uploaded['edits'][number], slot: number) => GpuBindGroup,
  ): void {
    const encoder = this.device.gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    edits.forEach((edit, slot) => {
      launch(pass, kernel, groupOf(edit, slot), edit.across);
    });
    pass.end();
    this.device.gpu.queue.submit([encoder.finish()]);
  }

  private async upload(pack: RolePack): Promise<Uploaded> {
    const matrices = [...pack.weights].map(([name, { shape }]) => this.fit(pack, name, shape));
    const place = async () => {
      const buffers: GpuBuffer[] = [];
      try {
        const what = `the ${pack.role} pack`;
        return await this.device.withinMemory(what, () => this.place(pack, matrices, buffers));
      } catch (error) {
        for (const buffer of buffers) buffer.destroy();
        throw error;
      }
    };
    const uploaded = await place().catch((error) => {
      if (this.uploaded.size === 0) throw error;
      this.forgetAll();
      return place();
    });
    this.uploaded.set(pack, uploaded);
    return uploaded;
  }

  /** Puts what it makes into `buffers`. */
  private place(pack: RolePack, matrices: readonly Matrix[], buffers: GpuBuffer[]): Uploaded {
    const { gpu, pipelines } = this.device;
    const store = (bytes: Uint8Array, what: string) => {
      const buffer = this.device.storage(bytes.length, what);
      const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
      padded.set(bytes);
      gpu.queue.writeBuffer(buffer, 0, padded);
      buffers.push(buffer);
      return buffer;
    };
    const [forward, backward] = [1, -1].map((direction) => {
      const uniform = this.device.uniform(8);
      gpu.queue.writeBuffer(uniform, 0, Int32Array.of(pack.block, direction));
      buffers.push(uniform);
      return uniform;
    });
    const edits = [...pack.weights].map(([name, { steps, offsets }], i) => {
      const bytes = new Uint8Array(offsets.buffer, offsets.byteOffset, offsets.byteLength);
      const bindings = [
        wordsOf(matrices[i]),
        store(steps, `the ${pack.role} pack`),
        { buffer: store(bytes, 'its offsets'), size: offsets.byteLength },
      ];
      const { layout } = this.kernels.apply;
      return {
        name,
        bindings,
        apply: {
          forward: pipelines.group(layout, [...bindings, forward]),
          backward: pipelines.group(layout, [...bindings, backward]),
        },
        across: Math.ceil((offsets.length - 1) / ROLE_THREADS),
      };
    });
    return { buffers, forward, backward, edits };
  }

  /** Makes room; a pack that is put on again is uploaded again. */
  private forgetAll(): void {
    for (const { buffers } of this.uploaded.values()) for (const buffer of buffers) buffer.destroy();
    this.uploaded.clear();
  }

  private fit(pack: RolePack, name: string, [rows, columns]: readonly [number, number]): Matrix {
    const matrix = this.quantised ? this.weights.matrices.get(name) : undefined;
    if (!matrix)
      throw new RolePackError(`the ${pack.role} pack edits ${name}, which the model does not have`);
    if (matrix.rows !== rows || matrix.columns !== columns) {
      const own = `[${matrix.rows}, ${matrix.columns}]`;
      throw new RolePackError(
        `the ${pack.role} pack edits ${name} as [${rows},${columns}], the model's is ${own}`,
      );
    }
    return matrix;
  }
}

function wordsOf({ words, rows, columns }: Matrix): Binding {
  return { buffer: words, size: (rows * columns) / 2 };
}
