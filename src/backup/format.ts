import type { Solved } from '../agents/archive/archive.ts';
import type { SolveEvent } from '../agents/events.ts';
import type { Problem } from '../judge/problem.ts';
import type {
  Desk,
  DraftProgram,
  KeptPack,
  KeptSubmission,
  LanguageRun,
  Settings,
  StudioJob,
} from '../store/records.ts';
import type { LanguageEvent } from '../studio/agents/events.ts';
import type { Memory } from '../studio/agents/memory.ts';
import type { JobSettings } from '../studio/jobs/settings.ts';
import type { Tally } from '../studio/jobs/tally.ts';

/**
 * A backup is JSON Lines under gzip: a header, a line for each thing that is kept, and an end that says how many. Who
 * writes and who reads holds one thing at a time, however long the history is.
 */
export const FORMAT = 'quartet-backup';
export const VERSION = 1;

export interface Header {
  format: typeof FORMAT;
  v: typeof VERSION;
  /** Milliseconds since 1970. */
  madeAt: number;
  /** Whether role packs, and the keys of endpoints, are in it. */
  packs: boolean;
  keys: boolean;
}

/** Not what is of one moment or one device, nor whom the page may ask: that is asked again where it is needed. */
export type BackupSettings = Omit<Settings, 'problem' | 'timer' | 'hosts' | 'model'>;

/** A step's rows of one file of a studio's job, as JSON lines. */
export interface JobRows {
  file: string;
  step: number;
  text: string;
}

/** One thing of the person's. What it hangs on comes before it. */
export type BackupRecord =
  | { kind: 'problem'; problem: Problem }
  | { kind: 'desk'; problem: string; desk: Desk; programs: DraftProgram[] }
  | { kind: 'submission'; submission: KeptSubmission }
  /** With the problem as it was when the run began, and what the run added to the archive of solved problems. */
  | { kind: 'run'; problem: Problem | null; events: SolveEvent[]; solved: Solved | null }
  | { kind: 'memory'; memory: Memory }
  | { kind: 'language run'; run: LanguageRun; events: LanguageEvent[] }
  /** `rows` is read once, before the next record is asked for; the tally is null before the first step. */
  | { kind: 'job'; job: StudioJob<JobSettings>; tally: Tally | null; rows: AsyncIterable<JobRows> }
  | { kind: 'pack'; pack: KeptPack; file: Uint8Array<ArrayBuffer> }
  /** After the packs that they choose. */
  | { kind: 'settings'; settings: Partial<BackupSettings> };

export type Kind = BackupRecord['kind'];

/** In the order in which a backup holds them. */
export const KINDS: readonly Kind[] = [
  ...(['problem', 'desk', 'submission', 'run'] as const),
  ...(['memory', 'language run', 'job', 'pack', 'settings'] as const),
];

/** A file cannot be restored as a whole; the message says what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  constructor(
    readonly fault: 'no backup' | 'newer' | 'damaged',
    message: string,
  ) {
    super(message);
  }
}
