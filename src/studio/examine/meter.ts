import type { Timed } from '../../agents/ask.ts';
import type { LiveEvent, SolveEvent } from '../../agents/events.ts';

/** What answers took. */
export interface Tokens {
  /** Of all prompts, shared beginnings every time. */
  prompt: number;
  /** Of them those that were really computed: a beginning that is shared within a batch once. */
  computed: number;
  decoded: number;
}

/** Adds up what the answers of a solve took. */
export class Meter implements Tokens {
  prompt = 0;
  computed = 0;
  decoded = 0;
  programs = 0;

  take(event: SolveEvent): void {
    this.answer(event, event.measured.computedPromptTokens);
    if (event.type === 'judged') this.programs++;
  }

  hear(out: Timed | LiveEvent): void {
    if (!('live' in out)) this.answer(out.body, out.computedPromptTokens);
  }

  private answer(body: Timed['body'], computed: number | undefined): void {
    if (body.type !== 'answered') return;
    const { promptTokens, completionTokens } = body.usage;
    this.prompt += promptTokens;
    this.computed += computed ?? promptTokens;
    this.decoded += completionTokens;
  }
}
