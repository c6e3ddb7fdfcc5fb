import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';

/** An editor that stands on the page. */
export interface CodeEditor {
  focus(): void;
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

/** The page's own: running programs and the palette. */
const TAKEN = new Set(['Mod-Enter', 'Shift-Mod-Enter', 'Alt-Enter']);

/** Code in CodeMirror. It takes keys at once; colours for the language and vim's keys come when they are loaded. */
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
        history(),
        drawSelection(),
        highlightActiveLine(),
        EditorState.tabSize.of(4),
        EditorView.lineWrapping,
        keymap.of([
          indentWithTab,
          ...historyKeymap,
          ...defaultKeymap.filter(({ key }) => !key || !TAKEN.has(key)),
        ]),
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

  import('./editor-modes.ts')
    .then(({ modeOf }) => modeOf(extension))
    .then((loaded) => put(mode, loaded))
    .catch(onError);
  return {
    focus: () => view.focus(),
    setVim(on) {
      wantsVim = on;
      if (!on) return put(vim, []);
      import('@replit/codemirror-vim')
        .then((module) => wantsVim && put(vim, module.vim({ status: true })))
        .catch(onError);
    },
    destroy: () => view.destroy(),
  };
}
