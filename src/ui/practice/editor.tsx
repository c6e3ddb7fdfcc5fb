import type { VNode } from 'preact';

interface Props {
  source: string;
  change(source: string): void;
  /** Ctrl+Enter, and with Shift. */
  run(which: 'samples' | 'all tests'): void;
}

const INDENT = '    ';

/** A plain text field for code: Enter keeps the indentation; Tab indents, and after Escape moves on as elsewhere. */
export function Editor({ source, change, run }: Props): VNode {
  let leaving = false;
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    const { key, ctrlKey, metaKey, shiftKey } = event;
    if (key === 'Enter' && (ctrlKey || metaKey)) run(shiftKey ? 'all tests' : 'samples');
    else if (key === 'Escape') leaving = true;
    else if (key === 'Tab' && !shiftKey && !leaving) insert(event.currentTarget, INDENT);
    else if (key === 'Enter') insert(event.currentTarget, `\n${indentAt(event.currentTarget)}`);
    else return;
    if (key !== 'Escape') event.preventDefault();
  };
  return (
    <textarea
      class="code-field editor"
      aria-label="Your program. Tab indents; Escape, then Tab, leaves the field."
      spellcheck={false}
      autocomplete="off"
      autocapitalize="off"
      value={source}
      onInput={({ currentTarget }) => change(currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

/** Through the browser's own editing, so that undo works; where that is gone, by hand. */
function insert(field: HTMLTextAreaElement, text: string): void {
  if (document.execCommand('insertText', false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The white space that begins the line of the cursor, one step deeper after a colon or an opening brace. */
function indentAt({ value, selectionStart }: HTMLTextAreaElement): string {
  const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart);
  const indent = /^[ \t]*/.exec(line)![0];
  return /[:{([]\s*$/.test(line) ? indent + INDENT : indent;
}
