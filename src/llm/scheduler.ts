import type { Pack } from '../roles/stored-pack.ts';
import { Breath } from './breath.ts';
import type { EngineEvent, Role, RoleProof } from './engine.ts';
import type { Executor, StepInput } from './executor.ts';
import type { Job } from './job.ts';
import { Prefixes } from './prefixes.ts';
import { hasRoom } from './room.ts';

/** Rows a step up to which guesses are added. A matrix is read once for so many. */
const GUESSING_ROWS = 16;

/** Tokens a step: short enough that an abort is heard soon, long enough to use every unpacked weight often. */
const PREFILL_TOKENS = 128;

/** How often an abort is looked for while the work is held back. */
const HELD_MS = 50;

export interface InstalledPack {
  pack: Pack;
  /** Bytes of its file. */
  bytes: number;
}

/**
 * Decides what each step of the executor computes. Requests of the role whose pack is on join the running batch as
 * places come free; the pack is changed only when none of them is left. Keys and values never outlive their role.
 */
export class Scheduler {
  private waiting: Job[] = [];
  private running: Job[] = [];
  /** Work that needs the executor for itself. */
  private readonly tasks: (() => Promise<void>)[] = [];
  private readonly prefixes: Prefixes;
  private on: Role | null = null;
  private loop: Promise<void> | null = null;
  private holds = 0;
  /** Told when the loop has come to where it waits, or is not running. */
  private readonly held: (() => void)[] = [];
  private resumed: () => void = () => {};

  constructor(
    private readonly executor: Executor,
    private readonly packs: ReadonlyMap<Role, InstalledPack>,
    /** Told of every change of role. */
    private readonly announce: (event: EngineEvent) => void,
    /** Told when a job has ended or failed. */
    private readonly settled: (job: Job) => void,
  ) {
    this.prefixes = new Prefixes(executor);
  }

  add(jobs: readonly Job[]): void {
    this.waiting.push(...jobs);
    this.start();
  }

  /** Runs `task` when no request is running, before any that waits. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.tasks.push(() => task().then(resolve, reject));
      this.start();
    });
  }

  /** No step begins until `resume` was called as often; resolved when none is under way. */
  hold(): Promise<void> {
    this.holds++;
    return new Promise((resolve) => {
      this.held.push(resolve);
      if (this.loop === null) this.tellHeld();
      else this.resumed();
    });
  }

  resume(): void {
    this.holds--;
    this.resumed();
  }

  /** Ends all holding back. */
  release(): void {
    this.holds = 0;
    this.resumed();
  }

  private tellHeld(): void {
    for (const tell of this.held.splice(0)) tell();
  }

  /** Waits while the work is held back, and lets go of what was aborted meanwhile. */
  private async whileHeld(breath: Breath): Promise<void> {
    while (this.holds > 0) {
      this.tellHeld();
      await new Promise<void>((resolve) => {
        this.resumed = resolve;
        setTimeout(resolve, HELD_MS);
      });
      await breath.take();
      this.endAborted();
    }
  }

  /** Puts a role's pack on, or takes it off; null where that is so already. Within `exclusive` only. Throws `RolePackError`, with all as it was. */
  async switchTo(role: Role | null): Promise<RoleProof['switched']> {
    if (role === this.on) return null;
    const from = this.on;
    const start = performance.now();
    const [off, on] = [from, role].map((name) => (name === null ? null : this.packs.get(name)!));
    if (off && on) await this.executor.exchange(off.pack, on.pack);
    else if (off) await this.executor.edit(off.pack, -1);
    else if (on) await this.executor.edit(on.pack, 1);
    this.on = role;
    const bytes = (off?.bytes ?? 0) + (on?.bytes ?? 0);
    const measured = { ms: performance.now() - start, bytes };
    this.announce({ type: 'role', from, to: role, measured });
    return measured;
  }

  private start(): void {
    this.loop ??= this.run().finally(() => {
      this.loop = null;
      this.tellHeld();
      // What came in after the loop had looked for the last time.
      if (this.busy) this.start();
    });
  }

  private get busy(): boolean {
    return this.waiting.length + this.running.length + this.tasks.length > 0;
  }

  private async run(): Promise<void> {
    const breath = new Breath();
    try {
      while (this.busy) {
        await breath.take();
        this.endAborted();
        await this.whileHeld(breath);
        if (this.running.length === 0) await this.turn();
        this.admit();
        try {
          await this.step();
        } catch (error) {
          for (const job of [...this.running]) this.finish(job, () => job.fail(error));
        }
      }
      this.prefixes.prune([]);
    } finally {
      breath.close();
    }
  }

  private endAborted(): void {
    for (const job of [...this.waiting, ...this.running]) {
      if (job.aborted) this.finish(job, () => job.end('abort'));
    }
  }

  /** Between two batches: exclusive tasks, then the next role's pack. */
  private async turn(): Promise<void> {
    this.prefixes.prune(this.tasks.length ? [] : this.waiting.filter((job) => job.pack === this.on));
    for (let task = this.tasks.shift(); task; task = this.tasks.shift()) await task();
    const next = this.waiting.find((job) => job.pack === this.on) ?? this.waiting[0];
    if (!next) return;
    try {
      await this.switchTo(next.pack);
    } catch (error) {
      for (const job of this.waiting.filter(({ pack }) => pack === next.pack))
        this.finish(job, () => job.fail(error));
    }
  }

  private admit(): void {
    if (this.tasks.length > 0) return;
    for (const job of this.waiting.filter(({ pack }) => pack === this.on)) {
      if (this.running.length >= this.executor.maxBatch || !this.fits(job)) break;
      this.waiting.splice(this.waiting.indexOf(job), 1);
      this.running.push(job);
    }
  }

  /** Whether a job's keys and values have room beside those that run; one alone always has. */
  private fits(job: Job): boolean {
    const { positions = Number.POSITIVE_INFINITY } = this.executor;
    if (hasRoom(job, this.running, positions - this.prefixes.held)) return true;
    if (this.running.length > 0) return false;
    this.prefixes.prune([]);
    return true;
  }

  private async step(): Promise<void> {
    for (const job of [...this.running]) {
      if (job.sequence !== null || !this.prefixes.attach(job, this.running)) continue;
      if (job.promptLogits && !job.prefilling) this.advance(job, job.promptLogits, []);
    }
    this.prefixes.prune(this.unattached);
    const inputs: { job: Job; input: StepInput; drafts: number[] }[] = [];
    const decoding = this.running.filter((job) => job.sequence !== null && !job.prefilling);
    let room = PREFILL_TOKENS - decoding.length;
    for (const job of this.running) {
      const { sequence, pending, prompt, length } = job;
      if (sequence === null) continue;
      if (!job.prefilling) {
        const drafts = this.guess(job, decoding.length);
        const tokens = [...pending, ...drafts];
        inputs.push({ job, input: { sequence, tokens, wanted: 1 + drafts.length }, drafts });
      } else if (room > 0) {
        const tokens = prompt.slice(length, length + room);
        room -= tokens.length;
        const wanted = length + tokens.length === prompt.length ? 1 : 0;
        inputs.push({ job, input: { sequence, tokens, wanted }, drafts: [] });
      }
    }
    if (inputs.length === 0) return;
    const logits = await this.executor.step(inputs.map(({ input }) => input));
    for (const [i, { job, input, drafts }] of inputs.entries()) {
      const first = job.prefilling;
      if (first) job.computedPromptTokens += input.tokens.length;
      job.length += input.tokens.length;
      if (job.prefilling) continue;
      if (first) job.promptLogits = logits[i];
      this.advance(job, logits[i], drafts);
    }
  }

  /** Tokens that may follow a job's pending ones, so many that the whole batch's rows are worth their while. */
  private guess(job: Job, decoding: number): number[] {
    const rows = Math.floor(GUESSING_ROWS / decoding) - job.pending.length;
    return rows > 0 ? job.guess(rows) : [];
  }

  private advance(job: Job, logits: Float32Array, drafts: readonly number[]): void {
    const { kept, reason } = job.advance(logits, drafts);
    if (kept < drafts.length) {
      job.length -= drafts.length - kept;
      this.executor.trim(job.sequence!, job.length);
    }
    if (reason) this.finish(job, () => job.end(reason));
  }

  private finish(job: Job, tell: () => void): void {
    this.waiting = this.waiting.filter((other) => other !== job);
    this.running = this.running.filter((other) => other !== job);
    this.prefixes.release(job, this.running, this.unattached);
    tell();
    this.settled(job);
  }

  /** Jobs of the role that is on which have no sequence yet. */
  private get unattached(): Job[] {
    return [...this.running, ...this.waiting].filter((job) => job.sequence === null && job.pack === this.on);
  }
}
