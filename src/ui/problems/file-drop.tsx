import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SourceFile } from '../../judge/import/source.ts';
import { readChosen, readDropped } from './dropped-files.ts';
import type { Brought } from './import-files.ts';

type Make = () => Promise<Brought>;

/** Takes problem files, dropped, chosen or pasted, and pasted text. */
export function FileDrop({ take }: { take(make: Make): void }): VNode {
  const [over, setOver] = useState(false);
  const bring = (files: SourceFile[] | Promise<SourceFile[]>) =>
    take(async () => (await readers()).importFiles(await files));
  const bringText = (text: () => Promise<string>) =>
    take(async () => {
      const pasted = await text();
      return (await readers()).importText('pasted text', pasted);
    });

  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const { clipboardData: pasted, target } = event;
      // A field's paste is the field's.
      if (!pasted || (target instanceof Element && target.closest('input, textarea, dialog'))) return;
      const text = pasted.getData('text/plain');
      if (pasted.files.length > 0) bring(readDropped(pasted));
      else if (text.trim() !== '') bringText(async () => text);
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
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
        Drop or paste files, a folder or text here: a Kattis or Polygon package, test files (.in with .ans or
        .out), Competitive Companion's JSON, CodeContests, APPS, LiveCodeBench or xCodeEval, Markdown with
        samples, or a problem exported from Quartet.
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
        {'clipboard' in navigator && (
          <button type="button" onClick={() => bringText(clipboardText)}>
            Paste
          </button>
        )}
      </p>
    </section>
  );
}

/** The clipboard's text, for which the browser asks the person; NoClipboardError where it is not given. */
function clipboardText(): Promise<string> {
  return navigator.clipboard.readText().catch((cause: Error) => {
    throw new NoClipboardError(cause);
  });
}

class NoClipboardError extends Error {
  override name = 'NoClipboardError';
  constructor(override readonly cause: Error) {
    super('The browser does not let the page read the clipboard; press Ctrl+V (⌘V on a Mac) here instead.');
  }
}

/** The readers of every format weigh more than the page: they come when there is something to read. */
const readers = () => import('./import-files.ts');
