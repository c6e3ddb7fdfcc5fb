import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  StreamLanguage,
  type StreamParser,
  syntaxHighlighting,
} from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { keymap } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';

type Loader = () => Promise<Extension>;

const simple = async (parser: Promise<StreamParser<unknown>>) => StreamLanguage.define(await parser);
const clike = () => import('@codemirror/lang-cpp').then(({ cpp }) => cpp());
const script = (typescript: boolean) =>
  import('@codemirror/lang-javascript').then(({ javascript }) => javascript({ typescript }));

/** By a file's ending, as the language table names it; each mode is a file of its own, loaded when it is needed. */
const MODES: Record<string, Loader> = {
  '.py': () => import('@codemirror/lang-python').then(({ python }) => python()),
  '.js': () => script(false),
  '.ts': () => script(true),
  '.c': clike,
  '.cpp': clike,
  '.cc': clike,
  '.lua': () => simple(import('@codemirror/legacy-modes/mode/lua').then(({ lua }) => lua)),
  '.rb': () => simple(import('@codemirror/legacy-modes/mode/ruby').then(({ ruby }) => ruby)),
};

/** The page's own: running programs. */
const TAKEN = new Set(['Mod-Enter', 'Shift-Mod-Enter', 'Alt-Enter']);

/** Commands, undoing, and a language's colours and indentation; one that has no mode is edited as plain text. */
export async function modeOf(extension: string): Promise<Extension> {
  const language = (await MODES[extension]?.()) ?? [];
  return [
    language,
    history(),
    keymap.of([
      indentWithTab,
      ...historyKeymap,
      ...defaultKeymap.filter(({ key }) => !key || !TAKEN.has(key)),
    ]),
    indentUnit.of('    '),
    indentOnInput(),
    bracketMatching(),
    syntaxHighlighting(classHighlighter),
  ];
}
