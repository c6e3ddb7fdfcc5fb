import { RolePackError } from '../../roles/pack.ts';
import { type Pack, readWhole } from '../../roles/stored-pack.ts';
import { EngineError } from '../errors.ts';
import type { Device } from './device.ts';
import type { GpuBindGroup, GpuBuffer, GpuPass } from './gpu.ts';
import {
  APPLY_SOURCE,
  CHECK_SOURCE,
  EXCHANGE_SOURCE,
  HASH_GROUPS,
  HASH_SOURCE,
  ROLE_THREADS,
} from './kernels/roles.ts';
import { type Access, type Binding, type Kernel, launch } from './pipelines.ts';
import { type PlacedEdit, type PlacedPack, placePack, wordsOf } from './placed-pack.ts';
import type { Matrix, Weights } from './weights.ts';

type Direction = 1 | -1;

const APPLY: readonly Access[] = ['write', 'uniform', 'read', 'read'];
const EXCHANGE: readonly Access[] = [...APPLY, 'read', 'read'];
const CHECK: readonly Access[] = ['read', 'uniform', 'read', 'read', 'write'];
const NONE = 0xffffffff;
/** Where in a buffer a binding may begin. */
const ALIGNMENT = 256;

interface Kernels {
  apply: Kernel;
  exchange: Kernel;
  check: Kernel;
  hash: Kernel;
}

/** Edits the weights on the GPU in place, and proves them by their hashes. Packs stay on the GPU while they fit. */
export class Roles {
  private readonly placed = new Map<Pack, PlacedPack>();
  /** What was done to the base, the latest last; what was undone is taken out. */
  private done: { pack: Pack; direction: Direction }[] = [];
  /** Packs that were found to fit on top of the bare base, which always comes back the same. */
  private readonly fitting = new WeakSet<Pack>();
  /** Block and direction, as the kernels read them. */
  private readonly ways = new Map<string, GpuBuffer>();

  private constructor(
    private readonly device: Device,
    private readonly weights: Weights,
    private readonly kernels: Kernels,
    private readonly quantised: boolean,
  ) {}

  static async create(device: Device, weights: Weights, quantised: boolean): Promise<Roles> {
    const { pipelines } = device;
    const [apply, exchange, check, hash] = await Promise.all([
      pipelines.compile('apply a role pack', APPLY, APPLY_SOURCE),
      pipelines.compile('exchange role packs', EXCHANGE, EXCHANGE_SOURCE),
      pipelines.compile('check a role pack', CHECK, CHECK_SOURCE),
      pipelines.compile('hash a weight', ['read', 'write'], HASH_SOURCE),
    ]);
    return new Roles(device, weights, { apply, exchange, check, hash }, quantised);
  }

  /** Puts a pack on the GPU where there is room beside the others. Throws `RolePackError` for one of another model. */
  async place(pack: Pack): Promise<void> {
    this.device.check();
    this.fit(pack);
    try {
      await this.upload(pack);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // It is put there when it is wanted, in the place of others.
      this.device.check();
      return;
    }
    if (this.done.length > 0) return;
    // One that does not fit is refused when it is to be put on.
    await this.checkOnBase(pack, this.placed.get(pack)!).catch((error) => {
      if (!(error instanceof RolePackError)) throw error;
    });
  }

  /** Adds (+1) or takes off (−1) a pack. Throws `RolePackError`, before any bit changes, for one that does not fit. */
  async edit(pack: Pack, direction: Direction): Promise<void> {
    this.device.check();
    const placed = await this.placeAtAnyCost(pack);
    const last = this.done.at(-1);
    const undoes = last?.pack === pack && last.direction === -direction;
    // Taking off what was put on last always fits.
    if (!undoes) {
      if (direction === 1 && this.done.length === 0) await this.checkOnBase(pack, placed);
      else await this.check(pack, placed, direction);
    }
    this.submit((pass) => this.encodeApply(pass, placed, direction));
    if (undoes) this.done.pop();
    else this.done.push({ pack, direction });
    await this.finished();
  }

  /**
   * Takes `off`, which is on, off and puts `on` on, in one pass over the weights where that may be done. Throws
   * `RolePackError` for one that does not fit, with `off` still on.
   */
  async exchange(off: Pack, on: Pack): Promise<void> {
    this.device.check();
    const offIsOn = this.done.length === 1 && this.done[0].pack === off && this.done[0].direction === 1;
    const [from, to] = [this.placed.get(off), this.placed.get(on)];
    if (!offIsOn || !from || !to || !this.fitting.has(on)) return this.exchangeInTurn(off, on);
    this.submit((pass) => this.encodeExchange(pass, from, to));
    this.done = [{ pack: on, direction: 1 }];
    await this.finished();
  }

  /** Hash of a quantised weight's integers, as `weightHash` gives it. */
  async hash(name: string): Promise<string> {
    const matrix = this.quantisedMatrix(name);
    const sums = this.device.storage(16, 'a hash');
    const group = this.device.pipelines.group(this.kernels.hash.layout, [wordsOf(matrix), sums]);
    const words = (matrix.rows * matrix.columns) / 8;
    this.submit((pass) => {
      launch(pass, this.kernels.hash, group, Math.min(HASH_GROUPS, Math.ceil(words / ROLE_THREADS)));
    });
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

  /** One after the other: where only one of them finds room, or `on` was never checked. */
  private async exchangeInTurn(off: Pack, on: Pack): Promise<void> {
    await this.edit(off, -1);
    try {
      await this.edit(on, 1);
    } catch (error) {
      // Where the device is lost this fails too, with the same reason.
      await this.edit(off, 1);
      throw error;
    }
  }

  private async checkOnBase(pack: Pack, placed: PlacedPack): Promise<void> {
    if (this.fitting.has(pack)) return;
    await this.check(pack, placed, 1);
    this.fitting.add(pack);
  }

  private async check(pack: Pack, placed: PlacedPack, direction: Direction): Promise<void> {
    const edits = [...placed.edits];
    const faults = this.device.storage(edits.length * ALIGNMENT, 'the check of a role pack');
    const words = edits.length * (ALIGNMENT / 4);
    this.device.gpu.queue.writeBuffer(faults, 0, new Uint32Array(words).fill(NONE));
    const { check } = this.kernels;
    this.submit((pass) => {
      edits.forEach(([, edit], slot) => {
        const fault = { buffer: faults, offset: slot * ALIGNMENT, size: 4 };
        const bindings = [...this.bindings(placed, edit, direction), fault];
        launch(pass, check, this.device.pipelines.group(check.layout, bindings), edit.across);
      });
    });
    const found = new Uint32Array(await this.device.read(faults, words * 4));
    faults.destroy();
    const position = (slot: number) => found[slot * (ALIGNMENT / 4)];
    const slot = edits.findIndex((_, i) => position(i) !== NONE);
    if (slot < 0) return;
    throw new RolePackError(
      `the ${pack.role} pack would move integer ${position(slot)} of ${edits[slot][0]} out of 0…15; it was made for another base`,
    );
  }

  private encodeApply(pass: GpuPass, placed: PlacedPack, direction: Direction, without?: PlacedPack): void {
    const { apply } = this.kernels;
    for (const [name, edit] of placed.edits) {
      if (without?.edits.has(name)) continue;
      const group = this.group(edit, direction, () => [apply, this.bindings(placed, edit, direction)]);
      launch(pass, apply, group, edit.across);
    }
  }

  /** Weights that both edit are gone over once. */
  private encodeExchange(pass: GpuPass, off: PlacedPack, on: PlacedPack): void {
    const together = off.block === on.block;
    this.encodeApply(pass, off, -1, together ? on : undefined);
    this.encodeApply(pass, on, 1, together ? off : undefined);
    const { exchange } = this.kernels;
    for (const [name, edit] of together ? on.edits : []) {
      const other = off.edits.get(name);
      if (!other) continue;
      const { steps, offsets } = edit;
      const group = this.group(edit, other, () => [
        exchange,
        [...this.bindings(off, other, 1), steps, offsets],
      ]);
      launch(pass, exchange, group, edit.across);
    }
  }

  /** Bind groups are made once: a switch needs one for each of a model's weights. */
  private group(edit: PlacedEdit, key: unknown, make: () => [Kernel, Binding[]]): GpuBindGroup {
    let group = edit.groups.get(key);
    if (!group) {
      const [{ layout }, bindings] = make();
      group = this.device.pipelines.group(layout, bindings);
      edit.groups.set(key, group);
    }
    return group;
  }

  private bindings({ block }: PlacedPack, edit: PlacedEdit, direction: Direction): Binding[] {
    return [edit.words, this.way(block, direction), edit.steps, edit.offsets];
  }

  private way(block: number, direction: Direction): GpuBuffer {
    const key = `${block} ${direction}`;
    let way = this.ways.get(key);
    if (!way) {
      way = this.device.uniform(8);
      this.device.gpu.queue.writeBuffer(way, 0, Int32Array.of(block, direction));
      this.ways.set(key, way);
    }
    return way;
  }

  private submit(encode: (pass: GpuPass) => void): void {
    const encoder = this.device.gpu.createCommandEncoder();
    const pass = encoder.beginComputePass();
    encode(pass);
    pass.end();
    this.device.gpu.queue.submit([encoder.finish()]);
  }

  private async finished(): Promise<void> {
    await this.device.orLost(this.device.gpu.queue.onSubmittedWorkDone());
    this.device.check();
  }

  /** The pack on the GPU, where it takes the place of all others if there is no room beside them. */
  private async placeAtAnyCost(pack: Pack): Promise<PlacedPack> {
    this.fit(pack);
    return this.upload(pack).catch((error) => {
      if (this.placed.size === 0 || !(error instanceof EngineError)) throw error;
      this.device.check();
      this.forgetAll();
      return this.upload(pack);
    });
  }

  private async upload(pack: Pack): Promise<PlacedPack> {
    const there = this.placed.get(pack);
    if (there) return there;
    const placed = await placePack(this.device, await readWhole(pack), this.weights.matrices);
    this.placed.set(pack, placed);
    return placed;
  }

  /** Makes room; a pack that is put on again is uploaded again. */
  private forgetAll(): void {
    for (const { buffers } of this.placed.values()) for (const buffer of buffers) buffer.destroy();
    this.placed.clear();
  }

  /** Throws `RolePackError` for a pack that edits what the model does not have. */
  private fit(pack: Pack): void {
    for (const [name, { shape }] of pack.weights) {
      const matrix = this.quantised ? this.weights.matrices.get(name) : undefined;
      if (!matrix)
        throw new RolePackError(`the ${pack.role} pack edits ${name}, which the model does not have`);
      const { rows, columns } = matrix;
      if (rows !== shape[0] || columns !== shape[1])
        throw new RolePackError(
          `the ${pack.role} pack edits ${name} as [${shape}], the model's is [${rows}, ${columns}]`,
        );
    }
  }
}
