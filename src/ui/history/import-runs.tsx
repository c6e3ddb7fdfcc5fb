import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { readRunFile } from '../../agents/run-file.ts';
import { importRun } from '../../store/runs.ts';
import { hrefOf } from '../route.ts';
import { count } from '../words.ts';

/** Opens the page that restores backups with the one that was dropped here. */
async function showBackup(file: File): Promise<void> {
  const { bringBackup } = await import('../backup/restoring.ts');
  void bringBackup(file);
  location.hash = hrefOf('backup');
}

interface Outcome {
  imported: string[];
  refused: string[];
}

/** Takes runs' files, chosen or dropped on `children`; one alone is opened, and what is refused is told. */
export function ImportRuns({ changed, children }: { changed(): void; children: VNode | VNode[] }): VNode {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [over, setOver] = useState(false);
  const take = async (files: readonly File[]) => {
    const backup = files.find(({ name }) => name.endsWith('.quartet-backup'));
    if (backup) return showBackup(backup);
    const [imported, refused]: [string[], string[]] = [[], []];
    for (const file of files) {
      try {
        imported.push(await importRun(await readRunFile(file.name, await file.text())));
      } catch (error) {
        const { message, name } = error as Error;
        refused.push(name === 'ImportError' ? message : `${file.name}: ${message}`);
      }
    }
    setOutcome({ imported, refused });
    changed();
    if (imported.length === 1 && refused.length === 0) location.hash = hrefOf('history', imported[0]!);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take([...(event.dataTransfer?.files ?? [])]);
  };
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <section
      class={`runs-drop ${over ? 'over' : ''}`}
      aria-label="Runs"
      onDrop={onDrop}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
    >
      <div class="history-bar">
        {children}
        <label class="button">
          Import runs
          <input
            type="file"
            class="hidden-label"
            accept=".json,application/json"
            multiple
            onChange={({ currentTarget: input }) => {
              void take([...(input.files ?? [])]);
              input.value = '';
            }}
          />
        </label>
      </div>
      {outcome && outcome.imported.length > 0 && (
        <p role="status">{count(outcome.imported.length, 'run')} imported.</p>
      )}
      {outcome?.refused.map((reason) => (
        <p class="notice error" role="alert" key={reason}>
          {reason}
        </p>
      ))}
    </section>
  );
}
