import type { SequenceId, StepInput } from '../executor.ts';
import type { Device } from '../wgsl/device.ts';
import type { PagedCache, Part } from './cache.ts';
import type { Runtime, Tensor } from './internals.ts';

/** How the sequences of an executor are kept and computed. */
export interface Steps {
  create(): SequenceId;
  length(sequence: SequenceId): number;
  fork(sequence: SequenceId, at: number): SequenceId;
  trim(sequence: SequenceId, length: number): void;
  drop(sequence: SequenceId): void;
  /** What `Executor.step` is, of inputs that were checked. */
  step(inputs: readonly StepInput[]): Promise<Float32Array[]>;
  free(): void;
}

/** What is computed at once. */
export interface Pass {
  parts: Part[];
  /** Tokens after which logits are wanted, counted through the parts, and where these go: which input, which row. */
  picks: { at: number; input: number; row: number }[];
}

/** The passes of a step, each of at most `tokens` tokens and so many picks. */
export function passesOf(inputs: readonly StepInput[], most: { tokens: number; picks: number }): Pass[] {
  const passes: Pass[] = [];
  let pass: Pass | null = null;
  let count = 0;
  for (const [input, { sequence, tokens, wanted = 1 }] of inputs.entries()) {
    let part: Part | null = null;
    for (const [i, token] of tokens.entries()) {
      const row = i - (tokens.length - wanted);
      if (!pass || count === most.tokens || (row >= 0 && pass.picks.length === most.picks)) {
        pass = { parts: [], picks: [] };
        passes.push(pass);
        count = 0;
        part = null;
      }
      if (!part) {
        part = { sequence, tokens: [] };
        pass.parts.push(part);
      }
      part.tokens.push(token);
      if (row >= 0) pass.picks.push({ at: count, input, row });
      count++;
    }
  }
  return passes;
}

/** Logits on the GPU, read into the rows that they are of. */
export async function readLogits(
  device: Pick<Device, 'read'>,
  runtime: Pick<Runtime, 'buffer'>,
  logits: Tensor,
  rows: readonly Float32Array[],
): Promise<void> {
  const size = logits.shape.at(-1)!;
  const all = new Float32Array(await device.read(runtime.buffer(logits), rows.length * size * 4));
  rows.forEach((row, i) => {
    row.set(all.subarray(i * size, (i + 1) * size));
  });
}

/** Sequences that share pages of the library's cache; those of a step in one pass where `together`, or one by one. */
export class SharedSteps implements Steps {
  constructor(
    private readonly device: Device,
    private readonly runtime: Runtime,
    private readonly cache: PagedCache,
    private readonly limits: { tokens: number; picks: number; vocabularySize: number; together: boolean },
  ) {}

  create(): SequenceId {
    return this.cache.create();
  }

  length(sequence: SequenceId): number {
    return this.cache.length(sequence);
  }

  fork(sequence: SequenceId, at: number): SequenceId {
    return at === 0 ? this.cache.create() : this.cache.fork(sequence, at);
  }

  trim(sequence: SequenceId, length: number): void {
    this.cache.trim(sequence, length);
  }

  drop(sequence: SequenceId): void {
    this.cache.drop(sequence);
  }

  async step(inputs: readonly StepInput[]): Promise<Float32Array[]> {
    const { vocabularySize, together } = this.limits;
    const logits = inputs.map(({ wanted = 1 }) => new Float32Array(wanted * vocabularySize));
    this.cache.expect(inputs);
    const groups = together ? [inputs.map((_, i) => i)] : inputs.map((_, i) => [i]);
    for (const group of groups) {
      for (const { parts, picks } of passesOf(
        group.map((i) => inputs[i]),
        this.limits,
      )) {
        const ends = picks.map(({ at }) => at);
        const tensor = this.cache.forward(parts, ends);
        try {
          const rows = picks.map(({ input, row }) =>
            logits[group[input]].subarray(row * vocabularySize, (row + 1) * vocabularySize),
          );
          // Where no logits are waited for: an abort is heard between steps only when steps are as long as they look.
          if (rows.length === 0) await this.device.orLost(this.device.gpu.queue.onSubmittedWorkDone());
          else await readLogits(this.device, this.runtime, tensor, rows);
        } finally {
          tensor.dispose();
        }
      }
    }
    return logits;
  }

  free(): void {
    this.cache.free();
  }
}
