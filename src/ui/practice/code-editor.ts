import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, lineNumbers } from '@codemirror/view';

/** An editor that stands on the page. */
export interface CodeEditor {
  /** Vim's keys, or the usual ones. */
  setVim(on: boolean): void;
  destroy(): void;
}

interface Options {
  parent: HTMLElement;
  source: string;
  /** With the dot; decides how the text is coloured and indented. */
  extension: string;
  change(source: string): void;
  /** A mode or the vim keys could not be loaded; the editor works on without. */
  onError(error: Error): void;
}

/**
 * Code in CodeMirror. What is typed is taken at once; commands, undoing and the language's colours come a moment later,
 * vim's keys when they are wanted.
 */
export function createCodeEditor({ parent, source, extension, change, onError }: Options): CodeEditor {
  const mode = new Compartment();
  const vim = new Compartment();
  let wantsVim = false;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: source,
      extensions: [
        Prec.highest(vim.of([])),
        mode.of([]),
        lineNumbers(),
        drawSelection(),
        highlightActiveLine(),
        EditorState.tabSize.of(4),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          class: 'editor',
          'aria-label': 'Your program. Tab indents; Escape, then Tab, leaves the field.',
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) change(update.state.doc.toString());
        }),
      ],
    }),
  });
  const put = (place: Compartment, extension: Extension) =>
    view.dispatch({ effects: place.reconfigure(extension) });

  let destroyed = false;
  // The editor stands and takes keys before anything more is asked for; this comes next, before what is read ahead.
  queueMicrotask(() => {
    import('./editor-modes.ts')
      .then(({ modeOf }) => modeOf(extension))
      .then((loaded) => {
        if (!destroyed) put(mode, loaded);
      })
      .catch(onError);
  });
  return {
    setVim(on) {
      wantsVim = on;
      if (!on) return put(vim, []);
      import('@replit/codemirror-vim')
        .then((module) => wantsVim && put(vim, module.vim({ status: true })))
        .catch(onError);
    },
    destroy() {
      destroyed = true;
      view.destroy();
    },
  };
}
