/** What the commands of a statement become; a command that stands in none of these gives its arguments' text. */

/** Headings by their level. */
export const HEADINGS: Record<string, number> = {
  section: 2,
  subsection: 3,
  subsubsection: 4,
  paragraph: 4,
};

/** Polygon's olymp.sty: headings without an argument. */
export const FIXED_HEADINGS: Record<string, string> = {
  InputFile: 'Input',
  OutputFile: 'Output',
  Input: 'Input',
  Output: 'Output',
  Note: 'Note',
  Notes: 'Notes',
  Interaction: 'Interaction',
  Scoring: 'Scoring',
};

/** Fonts: as a command with an argument, and as a declaration up to the end of its group. */
export const FONTS: Record<string, '*' | '**' | '`'> = {
  emph: '*',
  textit: '*',
  textsl: '*',
  it: '*',
  itshape: '*',
  em: '*',
  textbf: '**',
  bf: '**',
  bfseries: '**',
  texttt: '`',
  t: '`',
  tt: '`',
  ttfamily: '`',
};

/** Environments that are a section of the statement (problem package format, "LaTeX environment"). */
export const SECTIONS = new Set(['Input', 'Output', 'Interaction']);

export const SYMBOLS: Record<string, string> = {
  ldots: '…',
  dots: '…',
  textellipsis: '…',
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
  textquotedbl: '"',
  textbar: '|',
  textless: '<',
  textgreater: '>',
  textendash: '–',
  textemdash: '—',
  TeX: 'TeX',
  LaTeX: 'LaTeX',
  quad: ' ',
  qquad: ' ',
  S: '§',
  copyright: '©',
  pounds: '£',
  euro: '€',
  ss: 'ß',
  ae: 'æ',
  AE: 'Æ',
  oe: 'œ',
  OE: 'Œ',
  o: 'ø',
  O: 'Ø',
  aa: 'å',
  AA: 'Å',
  l: 'ł',
  L: 'Ł',
  i: 'ı',
};

/** Accents over the letter that follows, as Unicode's combining marks. */
export const ACCENTS: Record<string, string> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '=': '\u0304',
  u: '\u0306',
  '.': '\u0307',
  '"': '\u0308',
  r: '\u030a',
  H: '\u030b',
  v: '\u030c',
  c: '\u0327',
  k: '\u0328',
};

/** Layout without text, by how many arguments go with it. */
export const DROPPED: Record<string, number> = {
  label: 1,
  vspace: 1,
  hspace: 1,
  cline: 1,
  usepackage: 1,
  documentclass: 1,
  input: 1,
  setlength: 2,
  addtolength: 2,
  newcommand: 2,
  renewcommand: 2,
  phantom: 1,
  color: 1,
  sampleinputs: 0,
  nextsample: 0,
  remainingsamples: 0,
  Example: 0,
  Examples: 0,
  multicolumn: 2,
  multirow: 2,
  cmidrule: 1,
  htmlPixelsInCm: 1,
  def: 0,
  exmp: 2,
  exmpfile: 3,
};

/** Environments whose `{…}` arguments are layout, by how many there are. */
export const ENVIRONMENT_ARGUMENTS: Record<string, number> = {
  wrapfigure: 2,
  minipage: 1,
  multicols: 1,
  tabular: 1,
  'tabular*': 2,
  tabularx: 2,
  longtable: 1,
};

export const TABLES = new Set(['tabular', 'tabular*', 'tabularx', 'longtable']);
export const LISTS = new Set(['itemize', 'enumerate', 'description', 'compactitem', 'compactenum']);
export const VERBATIM = new Set(['verbatim', 'Verbatim', 'lstlisting']);
/** Displayed mathematics, and what goes around its lines inside `$$`. */
export const DISPLAYS: Record<string, string> = {
  equation: '',
  displaymath: '',
  math: '',
  align: 'aligned',
  gather: 'gathered',
  eqnarray: 'aligned',
};
