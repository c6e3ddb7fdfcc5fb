import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { SourceFile } from '../../judge/import/source.ts';
import type { Problem } from '../../judge/problem.ts';
import { readChosen, readDropped } from './dropped-files.ts';

/** Takes problem files, dropped or chosen. */
export function FileDrop({ take }: { take(make: () => Promise<Problem[]>): void }): VNode {
  const [over, setOver] = useState(false);
  const bring = (files: SourceFile[] | Promise<SourceFile[]>) =>
    take(async () => {
      // The readers of every format weigh more than the page: they come when there is something to read.
      const { importFiles } = await import('./import-files.ts');
      return importFiles(await files);
    });
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer) bring(readDropped(event.dataTransfer));
  };
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  const onChange = ({ currentTarget: input }: { currentTarget: HTMLInputElement }) => {
    if (input.files?.length) bring(readChosen(input.files));
    input.value = '';
  };
  return (
    <section
      class={`file-drop ${over ? 'over' : ''}`}
      aria-label="Problem files"
      onDrop={onDrop}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
    >
      <p>
        Drop files or a folder here: a Kattis or Polygon package, test files (.in with .ans or .out),
        Competitive Companion's JSON, CodeContests, APPS or xCodeEval, Markdown with samples, or a problem
        exported from Quartet.
      </p>
      <p class="choosers">
        <label class="button">
          Choose files
          <input type="file" class="hidden-label" multiple onChange={onChange} />
        </label>
        <label class="button">
          Choose a folder
          <input type="file" class="hidden-label" {...{ webkitdirectory: true }} onChange={onChange} />
        </label>
      </p>
    </section>
  );
}
