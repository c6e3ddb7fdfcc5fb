import type { Timed } from '../../agents/ask.ts';
import type { LiveEvent, SolveEvent } from '../../agents/events.ts';
import { ROLES, type Role } from '../../llm/engine.ts';

/** What answers took. */
export interface Tokens {
  /** Of all prompts, shared beginnings every time. */
  prompt: number;
  /** Of them those that were really computed: a beginning that is shared within a batch once. */
  computed: number;
  decoded: number;
}

/** Answers of a role, and what of them could not be read. */
export interface Answered {
  answers: number;
  /** Format failures. */
  unreadable: number;
  /** Of them those that were cut where their tokens ended. */
  cut: number;
}

export type ByRole = Record<Role, Answered>;

export const noAnswers = (): ByRole =>
  Object.fromEntries(ROLES.map((role) => [role, { answers: 0, unreadable: 0, cut: 0 }])) as ByRole;

/** Adds up what the answers of a solve took. */
export class Meter implements Tokens {
  prompt = 0;
  computed = 0;
  decoded = 0;
  programs = 0;
  readonly byRole = noAnswers();

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
    const told = this.byRole[body.role];
    told.answers++;
    if (body.formatFailure === null) return;
    told.unreadable++;
    if (body.reason === 'length') told.cut++;
  }
}
