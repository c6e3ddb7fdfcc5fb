import { C_FAMILY } from './programs-c.ts';
import { SCRIPTS } from './programs-scripts.ts';
import type { BenchPrograms } from './workload.ts';

/** The programs of every language that the language table may have. */
export const PROGRAMS: readonly BenchPrograms[] = [...SCRIPTS, ...C_FAMILY];
