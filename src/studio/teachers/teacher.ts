import type { Problem } from '../../judge/problem.ts';
import type { Engine } from '../../llm/engine.ts';
import type { FamilyProblem } from '../family/problem.ts';

/** A problem that the studio works on; `made` where it is the family's, which the oracle knows by heart. */
export interface StudioProblem {
  problem: Problem;
  made?: FamilyProblem;
}

/** What a teacher is asked through: an engine's half that the solve loop uses. */
export type TeacherEngine = Pick<Engine, 'info' | 'countTokens' | 'submit'>;

/** What a teacher has taken so far. */
export interface Spent {
  requests: number;
  promptTokens: number;
  completionTokens: number;
  /** In the currency of the prices that were given; 0 without. */
  cost: number;
}

/** Whoever plays the four roles, or supervises: the family's oracle, an endpoint, or a model in the engine. */
export interface Teacher {
  /** As rows name it, e.g. `openai:qwen2.5-coder-32b`. */
  readonly name: string;
  /** Problems that may be worked on at once. */
  readonly atOnce: number;
  /** Throws `TeacherError` for a problem that it cannot teach. */
  engineFor(item: StudioProblem): TeacherEngine;
  spent(): Spent;
}

/** A teacher cannot do what is asked; the message says why and what to do. */
export class TeacherError extends Error {
  override readonly name = 'TeacherError';
}
