import type { VNode } from 'preact';
import { hrefOf } from '../route.ts';
import { MakeBackup } from './make-backup.tsx';
import { RestoreBackup } from './restore-backup.tsx';
import './backup.css';

/** Everything that this browser keeps as one file, and back. */
export function BackupPage(): VNode {
  return (
    <main class="page backup-page">
      <h1>Backup</h1>
      <MakeBackup />
      <RestoreBackup />
      <p class="soft">
        One problem alone is exported in <a href={hrefOf('problems')}>Problems</a>, one run in{' '}
        <a href={hrefOf('history')}>History</a>; Practice shares a program as a link.
      </p>
    </main>
  );
}
