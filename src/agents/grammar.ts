/** Pieces of the roles' grammars, in the EBNF of `src/llm/grammar/ebnf.ts`. */

/** A line with something in it. */
export const LINE = 'line ::= [^ \\n] [^\\n]*';

/** Numbered steps, one a line. */
export const STEPS = ['steps ::= step ("\\n" step)*', 'step ::= [1-9] [0-9]? ". " line', LINE].join('\n');

/** A fenced program: its first line is not empty, and no line begins a fence. */
export const program = (language: string): string =>
  [
    `program ::= "\`\`\`${language}\\n" first ("\\n" code)* "\\n\`\`\`"`,
    'first ::= [^`\\n] [^\\n]*',
    'code ::= ([^`\\n] [^\\n]*)?',
  ].join('\n');

export const grammarOf = (root: string, ...rules: string[]): string =>
  [`root ::= ${root}`, ...rules].join('\n');
