import { type Contents, checkBackup } from '../../backup/check.ts';
import type { AppState } from '../app-state.ts';
import { createState } from '../state.ts';
import { packedLines } from './packed.ts';
import { type Restored, restoreBackup } from './restore.ts';

export type Restoring =
  | { is: 'waiting' }
  | {
      is: 'checking' | 'restoring';
      file: File /** How much of the file is read, 0 to 1. */;
      fraction: number;
    }
  | { is: 'checked'; file: File; contents: Contents }
  | { is: 'restored'; file: File; restored: Restored }
  | { is: 'refused'; error: Error };

/** The backup that was brought last. It lives outside the components, so that changing pages breaks nothing off. */
export const restoring = createState<Restoring>({ is: 'waiting' });

let controller = new AbortController();

/** Stops what is being read; what is restored by then stays. */
export function stopRestoring(): void {
  controller.abort();
}

/** Puts the backup, or what became of it, away. */
export function leaveBackup(): void {
  restoring.set({ is: 'waiting' });
}

/** Reads a file from its beginning to its end; how far is told at most once a percent. */
function read(is: 'checking' | 'restoring', file: File) {
  controller.abort();
  controller = new AbortController();
  const { signal } = controller;
  restoring.set({ is, file, fraction: 0 });
  let told = 0;
  const tell = (fraction: number) => {
    if (fraction - told < 0.01 || signal.aborted) return;
    told = fraction;
    restoring.set({ is, file, fraction });
  };
  return { source: packedLines(file, tell, signal), signal };
}

const isBusy = () => restoring.value.is === 'checking' || restoring.value.is === 'restoring';

/** Looks a backup through before anything is kept; does nothing while another is being read. */
export async function bringBackup(file: File): Promise<void> {
  if (isBusy()) return;
  const { source, signal } = read('checking', file);
  try {
    restoring.set({ is: 'checked', file, contents: await checkBackup(source) });
  } catch (error) {
    restoring.set(signal.aborted ? { is: 'waiting' } : { is: 'refused', error: error as Error });
  }
}

/** Restores a backup that was looked through. */
export async function restore(file: File, app: AppState): Promise<void> {
  if (isBusy()) return;
  const { source, signal } = read('restoring', file);
  restoring.set({ is: 'restored', file, restored: await restoreBackup(source, app, signal) });
}
