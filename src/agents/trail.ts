import type { EngineInfo, Role } from '../llm/engine.ts';
import type { SolveEvent } from './events.ts';

type Event<T extends SolveEvent['type']> = Extract<SolveEvent, { type: T }>;

/** Whether a run that was kept can go on: it was cut off, stopped or failed before it came to its own end. */
export function canContinue(events: readonly SolveEvent[]): boolean {
  const last = events.at(-1);
  if (events[0]?.type !== 'started' || !last) return false;
  return last.type !== 'ended' || last.how === 'stopped' || last.how === 'failed';
}

/**
 * What a run has done so far. Made from its stored events: nothing of them is done or written again. `spent`, `on` and the
 * like follow the loop as it goes over its old steps, so that what they decide is decided as the first time.
 */
export class Trail {
  readonly started: Event<'started'> | null = null;
  readonly requested = new Map<string, Event<'requested'>>();
  readonly answered = new Map<string, Event<'answered'>>();
  readonly judged = new Map<number, Event<'judged'>>();
  readonly compared = new Map<number, Event<'compared'>>();
  readonly found: Event<'found'> | null = null;
  readonly clustered: Event<'clustered'> | null = null;
  readonly chosen: Event<'chosen'> | null = null;
  readonly graded: Event<'graded'> | null = null;
  /** The number of the next event. */
  readonly next: number;
  /** Milliseconds that it took so far, without those in which it lay still. */
  readonly ms: number;
  /** The role whose pack the run asked for last. */
  on: Role | null = null;
  /** Tokens: prompts, shared beginnings once, and answers. */
  spent = 0;

  constructor(
    before: readonly SolveEvent[] = [],
    private readonly most: number | null = null,
  ) {
    let ms = 0;
    for (const [i, event] of before.entries()) {
      if (i > 0 && event.type !== 'continued') ms += event.measured.at - before[i - 1]!.measured.at;
      if (event.type === 'started') this.started = event;
      else if (event.type === 'requested') this.requested.set(event.request, event);
      else if (event.type === 'answered') this.answered.set(event.request, event);
      else if (event.type === 'judged') this.judged.set(event.candidate.id, event);
      else if (event.type === 'compared') this.compared.set(event.candidate, event);
      else if (event.type === 'switched') this.on = event.to;
      else if (event.type === 'found') this.found = event;
      else if (event.type === 'clustered') this.clustered = event;
      else if (event.type === 'chosen') this.chosen = event;
      else if (event.type === 'graded') this.graded = event;
    }
    this.ms = Math.max(0, ms);
    this.next = (before.at(-1)?.seq ?? -1) + 1;
  }

  /** Tokens that may still be spent. */
  get left(): number {
    return this.most === null ? Number.POSITIVE_INFINITY : this.most - this.spent;
  }

  /** Why an engine cannot continue the run, or null: its answers would be another model's. */
  mismatch({ model, baseHash, kernels, packs }: EngineInfo): string | null {
    const { started } = this;
    if (!started) return null;
    if (model !== started.model || kernels !== started.kernels)
      return `it began with ${started.model} and the kernels ${started.kernels}, and here are ${model} and ${kernels}`;
    if (started.base && started.base !== baseHash) return `it began with other weights of ${model}`;
    const hashes = (all: typeof packs) =>
      all
        .map(({ role, hash }) => `${role} ${hash}`)
        .sort()
        .join();
    return hashes(packs) === hashes(started.packs) ? null : 'it began with other role packs';
  }
}
