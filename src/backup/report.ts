import type { Kind } from './format.ts';

/**
 * What became of a thing of a backup: `beside`, kept under another name, as what is here differs; `there`, here already;
 * `left`, not taken, as there can be but one and the person's stays; `refused`, it cannot be kept.
 */
export const OUTCOMES = ['added', 'beside', 'there', 'left', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Something that a person is told of by name. */
export interface Note {
  kind: Kind | null;
  outcome: Outcome;
  name: string;
  why: string;
}

/** Counts of everything, and the names of what has one. */
export interface Report {
  counts: Partial<Record<Kind, Partial<Record<Outcome, number>>>>;
  /** On what was not simply added or there. */
  notes: Note[];
  /** On what was. */
  ordinary: Note[];
  /** Of a kind that this page does not know. */
  unknown: number;
}

/** Notes beyond this many are counted alone: nobody reads them, and a bad file may have millions. */
const MOST_NOTES = 500;

export const emptyReport = (): Report => ({ counts: {}, notes: [], ordinary: [], unknown: 0 });

export function tell(report: Report, kind: Kind | null, outcome: Outcome, name = '', why = ''): void {
  if (kind) {
    const counts = report.counts[kind] ?? {};
    report.counts[kind] = { ...counts, [outcome]: (counts[outcome] ?? 0) + 1 };
  } else report.unknown += 1;
  const ordinary = outcome === 'added' || outcome === 'there';
  const notes = ordinary ? report.ordinary : report.notes;
  if (name + why !== '' && notes.length < MOST_NOTES) notes.push({ kind, outcome, name, why });
}

/** How many things had one of the outcomes. */
export const totalOf = ({ counts }: Report, ...outcomes: Outcome[]): number =>
  Object.values(counts).reduce(
    (sum, of) => sum + outcomes.reduce((part, outcome) => part + (of[outcome] ?? 0), 0),
    0,
  );
