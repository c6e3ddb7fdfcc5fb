import type { Plan, Retrieval } from '../../agents/formats.ts';
import type { Problem } from '../../judge/problem.ts';
import type { Engine, Role } from '../../llm/engine.ts';
import type { FamilyProblem } from '../family/problem.ts';

/** A problem that the studio works on; `made` where it is the family's, which the oracle knows by heart. */
export interface StudioProblem {
  problem: Problem;
  made?: FamilyProblem;
}

/** What a teacher is asked through: an engine's half that the solve loop uses. */
export type TeacherEngine = Pick<Engine, 'info' | 'countTokens' | 'submit'>;

/** Money for a million tokens. */
export interface Prices {
  prompt: number;
  completion: number;
}

export const FREE: Prices = { prompt: 0, completion: 0 };

/** The role that is chiefly at fault for a failure, and what to tell it, in a sentence or two. */
export interface Blame {
  role: Role;
  feedback: string;
}

/** Whoever plays the four roles, or supervises: the family's oracle, an endpoint, or a model in the engine. */
export interface Teacher {
  /** As rows name it, e.g. `openai:qwen2.5-coder-32b`. */
  readonly name: string;
  /** Problems that may be worked on at once. */
  readonly atOnce: number;
  readonly prices: Prices;
  /** Throws `TeacherError` for a problem that it cannot teach, or without one, where it knows problems alone. */
  engineFor(item?: StudioProblem): TeacherEngine;
  /**
   * Says who is at fault, for a teacher that knows the answers; the others are asked in words. `plan` is what the failing
   * program followed, `retrieval` what that was planned from, `mended` whether a debugger wrote the program. Throws
   * `TeacherError` like `engineFor`.
   */
  blame?(item: StudioProblem, attempt: { plan: Plan; retrieval: Retrieval; mended: boolean }): Blame;
}

/** A teacher cannot do what is asked; the message says why and what to do. */
export class TeacherError extends Error {
  override readonly name = 'TeacherError';
}
