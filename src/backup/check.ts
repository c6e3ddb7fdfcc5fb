import { ImportError } from '../judge/import/import-error.ts';
import type { SourceFile } from '../judge/import/source.ts';
import type { Header } from './format.ts';
import { openBackup } from './read.ts';
import { emptyReport, type Report, tell } from './report.ts';

/** What is in a backup: its things are counted as `there`, those that cannot be read as `refused`. */
export interface Contents {
  header: Header;
  report: Report;
}

/** Reads a backup from its first byte to its last and keeps nothing. Rejects with `BackupError`. */
export async function checkBackup(source: SourceFile): Promise<Contents> {
  const { header, records } = await openBackup(source);
  const report = emptyReport();
  for await (const record of records) {
    if (record.kind === 'unreadable') {
      tell(report, record.of, 'refused', '', record.reason);
      continue;
    }
    const fault = record.kind === 'job' ? await faultOf(record.rows) : null;
    tell(report, record.kind, fault ? 'refused' : 'there', '', fault ?? '');
  }
  return { header, report };
}

async function faultOf(rows: AsyncIterable<unknown>): Promise<string | null> {
  try {
    for await (const _ of rows);
    return null;
  } catch (error) {
    if (error instanceof ImportError) return error.message;
    throw error;
  }
}
