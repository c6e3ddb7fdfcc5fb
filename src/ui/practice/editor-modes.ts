import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  StreamLanguage,
  type StreamParser,
  syntaxHighlighting,
} from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { classHighlighter } from '@lezer/highlight';

type Loader = () => Promise<Extension>;

const simple = async (parser: Promise<StreamParser<unknown>>) => StreamLanguage.define(await parser);
const clike = (name: 'c' | 'cpp') =>
  simple(import('@codemirror/legacy-modes/mode/clike').then((m) => m[name]));
const script = (typescript: boolean) =>
  import('@codemirror/lang-javascript').then(({ javascript }) => javascript({ typescript }));

/** By a file's ending, as the language table names it; each mode is a file of its own, loaded when it is needed. */
const MODES: Record<string, Loader> = {
  '.py': () => import('@codemirror/lang-python').then(({ python }) => python()),
  '.js': () => script(false),
  '.ts': () => script(true),
  '.c': () => clike('c'),
  '.cpp': () => clike('cpp'),
  '.cc': () => clike('cpp'),
  '.lua': () => simple(import('@codemirror/legacy-modes/mode/lua').then(({ lua }) => lua)),
  '.rb': () => simple(import('@codemirror/legacy-modes/mode/ruby').then(({ ruby }) => ruby)),
};

/** Colours, brackets and indentation for a language; one that has no mode is edited as plain text. */
export async function modeOf(extension: string): Promise<Extension> {
  const language = (await MODES[extension]?.()) ?? [];
  return [
    language,
    indentUnit.of('    '),
    indentOnInput(),
    bracketMatching(),
    syntaxHighlighting(classHighlighter),
  ];
}
