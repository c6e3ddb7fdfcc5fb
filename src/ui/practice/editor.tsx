import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { pageOpened } from '../first-page.ts';
import { useValue } from '../state.ts';
import type { CodeEditor } from './code-editor.ts';
import './editor.css';

interface Props {
  /** The text to begin with; give the component another `key` to show another text. */
  source: string;
  /** Of the language's files, with the dot. */
  extension: string;
  change(source: string): void;
}

/** The person's program. The editor's own code is loaded when it is first needed. */
export function Editor({ source, extension, change }: Props): VNode {
  const { settings, trouble } = useApp();
  const { vim } = useValue(settings);
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(change);
  latest.current = change;
  const [editor, setEditor] = useState<CodeEditor | null>(null);

  useEffect(() => {
    let made: CodeEditor | null = null;
    let gone = false;
    import('./code-editor.ts').then(
      ({ createCodeEditor }) => {
        if (gone) return;
        made = createCodeEditor({
          parent: place.current!,
          source,
          extension,
          change: (text) => latest.current(text),
          onError: (error) => trouble.set(error),
        });
        setEditor(made);
        pageOpened();
      },
      (error: Error) => trouble.set(error),
    );
    return () => {
      gone = true;
      made?.destroy();
    };
  }, []);
  useEffect(() => editor?.setVim(vim), [editor, vim]);

  return (
    <div class="editor-place" ref={place}>
      {!editor && <p class="soft">Loading the editor…</p>}
    </div>
  );
}
