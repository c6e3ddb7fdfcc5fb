import { openBackup } from '../../backup/read.ts';
import { emptyReport, type Report, tell } from '../../backup/report.ts';
import type { SourceFile } from '../../judge/import/source.ts';
import type { AppState } from '../app-state.ts';
import { alone } from '../tab-locks.ts';
import { keepRecord } from './keep.ts';

/** How a restoring ended: with what became of everything that was read, and what broke it off, if anything did. */
export interface Restored {
  report: Report;
  error: Error | null;
}

/** Two tabs must not restore at the same time; the message says so. */
class RestoringError extends Error {
  override readonly name = 'RestoringError';
}

/** Keeps everything of a backup that is not here yet. What breaks it off leaves what was kept before, and is told. */
export function restoreBackup(source: SourceFile, app: AppState, signal: AbortSignal): Promise<Restored> {
  const report = emptyReport();
  const run = async (): Promise<Restored> => {
    try {
      const { records } = await openBackup(source);
      for await (const record of records) {
        if (record.kind === 'unreadable') tell(report, record.of, 'refused', '', record.reason);
        else
          for (const { outcome, name, why } of await keepRecord(record, app))
            tell(report, record.kind, outcome, name, why);
        signal.throwIfAborted();
      }
      return { report, error: null };
    } catch (error) {
      return { report, error: error as Error };
    } finally {
      // Nothing is added: the list is read again.
      await app.addProblem();
    }
  };
  return alone('quartet-restore', run, () => ({
    report,
    error: new RestoringError('Another tab of this page restores a backup. Wait until it is done.'),
  }));
}
