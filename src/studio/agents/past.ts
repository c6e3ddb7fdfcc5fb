import type { LanguageEvent, LanguageEventBody, LanguageOptions, Sample } from './events.ts';
import { type Memory, remember } from './memory.ts';
import type { Said } from './put.ts';
import type { RanEvent } from './session.ts';

/** An event, or what of it matters here. */
type Line = Pick<LanguageEvent, 'round' | 'discussion' | 'key'> & LanguageEventBody;

/**
 * What a run knows of itself: memories, what was kept, and of the round that was not finished the answers and runs, so
 * that none is asked or run again. Fold a run's events into it, in their order, to go on with the run.
 */
export class Past {
  options: LanguageOptions | null = null;
  /** The round under way, from 0 on. */
  round = 0;
  /** The next event's number. */
  seq = 0;
  readonly memories = new Map<string, Memory>();
  /** Samples kept, by language. */
  readonly kept = new Map<string, number>();
  /** Instructions of the agents that were kept, each once. */
  readonly instructions = new Map<string, Pick<Sample, 'title' | 'instruction'>>();
  /** Of the round under way. */
  readonly said = new Map<string, Said>();
  readonly ran = new Map<string, RanEvent>();
  private readonly keys = new Set<string>();

  get started(): boolean {
    return this.options !== null;
  }

  /** Whether the event with this key is there already. */
  has(key: string): boolean {
    return this.keys.has(key);
  }

  /** Folds a stored event. */
  fold(event: LanguageEvent): this {
    this.seq = event.seq + 1;
    if (event.type !== 'ended') this.take(event);
    if (event.type === 'round over') this.turn();
    return this;
  }

  take(line: Line): void {
    this.keys.add(line.key);
    if (line.type === 'started') {
      this.options = line.options;
      for (const memory of line.memories) this.memories.set(memory.language, memory);
    } else if (line.type === 'said') this.said.set(line.request, line);
    else if (line.type === 'ran') this.ran.set(`${line.round}/${line.discussion}/${line.solution.id}`, line);
    else if (line.type === 'kept') this.pending.push(line.sample);
    else if (line.type === 'remembered') this.learned.push([line.agent, line.remembered]);
  }

  /** The live run's way to end a round: everything that was said in it. */
  close(
    round: number,
    all: readonly { body: unknown; round: number; discussion: number | null; key: string }[],
  ): void {
    for (const { body, ...at } of all)
      if (!this.has(at.key)) this.take({ ...at, ...(body as LanguageEventBody) } as Line);
    this.round = round;
    this.turn();
  }

  /** Samples and lessons of the round under way: they count for the next. */
  private pending: Sample[] = [];
  private learned: [string, Memory][] = [];

  private turn(): void {
    for (const { language, part, title, instruction } of this.pending) {
      this.kept.set(language, (this.kept.get(language) ?? 0) + 1);
      if (part === 'agents') this.instructions.set(instruction, { title, instruction });
    }
    for (const [agent, remembered] of this.learned) {
      const memory = this.memories.get(agent);
      if (memory) this.memories.set(agent, remember(memory, remembered));
    }
    this.pending = [];
    this.learned = [];
    this.round++;
    this.said.clear();
    this.ran.clear();
    this.keys.clear();
  }
}
