import { strToU8, zipSync } from 'fflate';
import { readLanguageEvents } from '../../../store/languages.ts';
import { datasetCard } from '../../../studio/agents/card.ts';
import { DATA_FILES, rowsOf, Sieve } from '../../../studio/agents/rows.ts';
import { saveBlob } from '../../save-file.ts';
import type { ShownRun } from './runs.ts';
import { seedsText } from './words.ts';

/** A run's data, as the command line writes it: files for SFT and DPO, their card, memories and all events, as one zip. */
export async function saveLanguages({ id, options, view, engine, snippets }: ShownRun): Promise<void> {
  const events = await readLanguageEvents(id);
  const sieve = new Sieve();
  const name =
    engine.is === 'script' ? 'scripted agents' : engine.is === 'model' ? 'the model in use' : engine.name;
  const lines = new Map<string, string[]>(DATA_FILES.map((file) => [file, []]));
  for (const event of events)
    if (event.type === 'kept' && sieve.take(event.sample))
      for (const { file, row } of rowsOf(event, { engine: name, seed: options.seed }))
        lines.get(file)!.push(JSON.stringify(row));
  const rows = new Map([...lines].map(([file, all]) => [file, all.length]));
  const card = datasetCard(view.tally, {
    ...{ engine: name, options, rows, copies: sieve.copies },
    seeds: seedsText(snippets),
  });
  const text = (all: readonly string[]) => strToU8(all.map((line) => `${line}\n`).join(''));
  const files: Record<string, Uint8Array> = {
    'README.md': strToU8(card),
    'memories.json': strToU8(`${JSON.stringify(view.memories, null, 2)}\n`),
    'outcomes.jsonl': text(events.map((event) => JSON.stringify(event))),
  };
  for (const [file, all] of lines) files[`${file}.jsonl`] = text(all);
  saveBlob(
    `quartet-languages-${id.slice(0, 8)}.zip`,
    new Blob([zipSync(files, { level: 6 }) as Uint8Array<ArrayBuffer>], { type: 'application/zip' }),
  );
}
