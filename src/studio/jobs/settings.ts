import type { Teaching } from '../distill/taught.ts';
import { AS_A_MODEL, type Errs, NEVER } from '../family/mistakes.ts';
import type { Split } from '../family/splits.ts';

/** Problems of the family. */
export interface FamilySettings {
  command: 'family';
  seed: number;
  count: number;
  split: Split;
}

/** What the oracle says, for the base and the four roles. */
export interface ExportSettings {
  command: 'export';
  seed: number;
  /** Documents for the base, and rows for each role. */
  base: number;
  role: number;
  errs: Errs;
  unfiltered: boolean;
}

/** Who plays the roles, or supervises: the family's oracle, the model in use, or an endpoint by its name. */
export type TeacherChoice = { is: 'oracle'; errs: Errs } | { is: 'model' } | { is: 'endpoint'; name: string };

/** A teacher plays the roles; or the model in use does, and the teacher says who is at fault, or what is right. */
export interface TeachSettings {
  command: Teaching;
  seed: number;
  count: number;
  /** The family's problems, or these, by id. */
  problems: 'family' | string[];
  teacher: TeacherChoice;
  language: string;
  plans: number;
  programs: number;
  rounds: number;
  /** Programs from the statement alone, where the student is corrected. */
  direct?: number;
}

export type JobSettings = FamilySettings | ExportSettings | TeachSettings;
export type Command = JobSettings['command'];

/** How often the oracle errs if nothing is said: where it corrects, it is asked for what is right alone. */
export const ORACLE_ERRS: Record<Teaching, Errs> = {
  distill: AS_A_MODEL,
  supervise: AS_A_MODEL,
  correct: NEVER,
};

const teaching = <C extends Teaching>(command: C) => ({
  ...{ command, seed: 1, count: 100, problems: 'family' as const, language: 'python', plans: 1, rounds: 2 },
  teacher: { is: 'oracle' as const, errs: ORACLE_ERRS[command] },
});

/** What each command begins with, as on the command line; smaller where a page should be done soon. */
export const DEFAULTS: Record<Teaching, TeachSettings> & {
  family: FamilySettings;
  export: ExportSettings;
} = {
  family: { command: 'family', seed: 1, count: 100, split: 'test' },
  export: { command: 'export', seed: 1, base: 1000, role: 1000, errs: AS_A_MODEL, unfiltered: false },
  distill: { ...teaching('distill'), programs: 2 },
  // Under supervision a failure is what is looked for, and a sibling's success would hide it.
  supervise: { ...teaching('supervise'), programs: 1 },
  correct: { ...teaching('correct'), plans: 8, programs: 1, direct: 8 },
};

/** Rows or problems after which a job is done. */
export function totalOf(settings: JobSettings): number {
  return settings.command === 'export' ? settings.base + 4 * settings.role : settings.count;
}
