import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { BENCHMARKS } from '../../studio/benchmarks/benchmark.ts';
import { useApp } from '../app-state.ts';
import { chosenFiles, droppedFiles } from '../problems/dropped-files.ts';
import { useValue } from '../state.ts';
import { bytes, count } from '../words.ts';
import type { Sets } from './sets.ts';

/** Takes a benchmark's files and says how far they are read. */
export function BenchmarkFiles({ sets }: { sets: Sets }): VNode {
  const app = useApp();
  const reading = useValue(sets.reading);
  const [over, setOver] = useState(false);
  const bring = async (files: [string, File][] | Promise<[string, File][]>) => {
    await sets.bring(await files).catch((error: Error) => app.trouble.set(error));
  };
  const choose = ({ currentTarget: input }: { currentTarget: HTMLInputElement }) => {
    if (input.files?.length) void bring(chosenFiles(input.files));
    input.value = '';
  };
  return (
    <section
      class={`benchmark-files ${over ? 'over' : ''}`}
      aria-label="Files of a benchmark"
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) void bring(droppedFiles(event.dataTransfer));
      }}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
    >
      <p>Drop a benchmark's files here. They are read piece by piece and kept in this browser.</p>
      <ul class="soft">
        {Object.values(BENCHMARKS).map(({ name, files }) => (
          <li key={name}>
            <strong>{name}</strong>: {files}
          </li>
        ))}
      </ul>
      {reading ? (
        <p role="status">
          <progress aria-label="Reading" /> {count(reading.read.problems, 'problem')},{' '}
          {bytes(reading.read.characters)} of tests{' '}
          <button type="button" onClick={reading.stop}>
            Stop
          </button>
        </p>
      ) : (
        <p class="choosers">
          <label class="button">
            Choose files
            <input type="file" class="hidden-label" multiple onChange={choose} />
          </label>
          <label class="button">
            Choose a folder
            <input type="file" class="hidden-label" {...{ webkitdirectory: true }} onChange={choose} />
          </label>
        </p>
      )}
    </section>
  );
}
