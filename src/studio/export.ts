import { ROLES, type Role } from '../llm/engine.ts';
import { baseDocument } from './base-documents.ts';
import {
  type DebuggerCase,
  debuggerCase,
  debuggerRow,
  listRow,
  play,
  type RoleRow,
  roleRow,
  type Said,
  type Slip,
  slipOf,
} from './documents.ts';
import { AS_A_MODEL, type Errs } from './family/mistakes.ts';
import { type FamilyProblem, familyProblem } from './family/problem.ts';
import { Random } from './family/random.ts';

/** How many rows each file gets. */
export interface ExportSize {
  base: number;
  role: number;
}

export interface ExportOptions {
  /** How often the oracle errs in each role; as a model would, if nothing is said. */
  errs?: Errs;
  /** Keeps all that the oracle said first, right or wrong: what training without distillation's filter would read. */
  unfiltered?: boolean;
}

/** A row, with the slips for which answers to the same problem were dropped before it. */
export type ExportRow =
  | { file: 'base'; row: { text: string } }
  | { file: Exclude<Role, 'debugger'>; row: RoleRow; dropped: readonly Slip[] }
  | { file: 'debugger'; row: RoleRow; dropped: readonly Slip[]; made: FamilyProblem; debugged: DebuggerCase };

/** The base reads each problem in so many documents, each with a wording of its own. */
const DOCUMENTS_PER_PROBLEM = 2;
/** So many of the rows of the roles that mend nothing are a list's, not a problem's. */
const IN_LISTS = { retriever: 0.1, planner: 0.25, coder: 0.25 };
/** A teacher is asked for a problem at most so often; then the problem is left out. */
const TRIES = 8;

/**
 * Streams the rows of `base.jsonl` and of the four `ROLE.jsonl`, in that order; the same for the same seed. Problems come
 * from the training split alone; the base and each role see problems of their own. A role's row is what the erring
 * oracle says, asked until it leads to a program that passes every test; or, now and then, a list's.
 */
export function* exportRows(
  seed: number,
  size: ExportSize,
  { errs = AS_A_MODEL, unfiltered = false }: ExportOptions = {},
): Generator<ExportRow> {
  let written = 0;
  for (let index = 0; written < size.base; index++) {
    const made = familyProblem(seed, index, 'train');
    const random = new Random(`${seed}/${index}/base`);
    for (let i = 0; i < DOCUMENTS_PER_PROBLEM && written < size.base; i++, written++)
      yield { file: 'base', row: { text: baseDocument(made, random) } };
  }
  for (const role of ROLES) {
    let rows = 0;
    let dropped: Slip[] = [];
    for (let index = 0; rows < size.role; index++) {
      const listed = new Random(`${seed}/${index}/${role}/list`);
      if (role !== 'debugger' && listed.chance(IN_LISTS[role])) {
        rows++;
        yield { file: role, row: listRow(role, listed), dropped: [] };
        continue;
      }
      const made = familyProblem(seed + 1, index, 'train');
      const teacher = new Random(`${seed}/${index}/${role}/teacher`);
      for (let tries = 0; tries < TRIES; tries++) {
        const said = play(made, errs, teacher);
        const slip = slipOf(role, made, said);
        if (slip) dropped.push(slip);
        if (slip && !unfiltered) continue;
        const one = exportRow(role, made, said, new Random(`${seed}/${index}/${role}`));
        if (one) {
          rows++;
          yield { ...one, dropped };
        }
        dropped = [];
        break;
      }
    }
  }
}

function exportRow(role: Role, made: FamilyProblem, said: Said, random: Random) {
  if (role === 'debugger') {
    const debugged = debuggerCase(made, said, random);
    return debugged && { file: role, row: debuggerRow(made, debugged), made, debugged };
  }
  const row = roleRow(role, made, said, random);
  return row && { file: role, row };
}
