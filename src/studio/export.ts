import { ROLES, type Role } from '../llm/engine.ts';
import { baseDocument } from './base-documents.ts';
import { type RoleRow, roleRow } from './documents.ts';
import { familyProblem } from './family/problem.ts';
import { Random } from './family/random.ts';

/** How many rows each file gets. */
export interface ExportSize {
  base: number;
  role: number;
}

export type ExportRow = { file: 'base'; row: { text: string } } | { file: Role; row: RoleRow };

/** The base reads each problem in so many documents, each with a wording of its own. */
const DOCUMENTS_PER_PROBLEM = 2;

/**
 * Streams the rows of `base.jsonl` and of the four `ROLE.jsonl`, in that order; the same for the same seed. Problems come
 * from the training split alone; the base and each role see problems of their own.
 */
export function* exportRows(seed: number, size: ExportSize): Generator<ExportRow> {
  let written = 0;
  for (let index = 0; written < size.base; index++) {
    const made = familyProblem(seed, index, 'train');
    const random = new Random(`${seed}/${index}/base`);
    for (let i = 0; i < DOCUMENTS_PER_PROBLEM && written < size.base; i++, written++)
      yield { file: 'base', row: { text: baseDocument(made, random) } };
  }
  for (const role of ROLES) {
    let rows = 0;
    for (let index = 0; rows < size.role; index++) {
      const made = familyProblem(seed + 1, index, 'train');
      const row = roleRow(role, made, new Random(`${seed}/${index}/${role}`));
      if (!row) continue;
      rows++;
      yield { file: role, row };
    }
  }
}
