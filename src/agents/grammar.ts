/** Pieces of the roles' grammars, in the EBNF of `src/llm/grammar/ebnf.ts`. */

/** A line with something in it. */
export const LINE = 'line ::= [^ \\n] [^\\n]*';

const steps = (mark: string): string =>
  ['steps ::= step ("\\n" step)*', `step ::= ${mark} line`, LINE].join('\n');

/** Steps, one a line. */
export const STEPS = steps('"- "');

/** Numbered steps, one a line. */
export const NUMBERED_STEPS = steps('[1-9] [0-9]? ". "');

/** A fenced program: its first line is not empty, and no line begins a fence. */
export const program = (language: string): string =>
  [
    `program ::= "\`\`\`${language}\\n" first ("\\n" code)* "\\n\`\`\`"`,
    'first ::= [^`\\n] [^\\n]*',
    'code ::= ([^`\\n] [^\\n]*)?',
  ].join('\n');

export const grammarOf = (root: string, ...rules: string[]): string =>
  [`root ::= ${root}`, ...rules].join('\n');
