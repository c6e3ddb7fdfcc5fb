import { CELL, codeOf, fenceOf, ITEM, listOf, quoteOf, ROW, tableOf, tidy, withoutMarks } from './blocks.ts';
import {
  ACCENTS,
  DISPLAYS,
  DROPPED,
  ENVIRONMENT_ARGUMENTS,
  FIXED_HEADINGS,
  FONTS,
  HEADINGS,
  LISTS,
  SECTIONS,
  SYMBOLS,
  TABLES,
  VERBATIM,
} from './commands.ts';
import { withMacros } from './macros.ts';
import { LatexText } from './text.ts';

/** Groups and environments within each other; no statement comes near, and the call stack has an end. */
const DEEPEST = 100;

export class TooDeepError extends Error {
  override name = 'TooDeepError';
  constructor() {
    super(`nests groups more than ${DEEPEST} deep, which no statement does.`);
  }
}

/** A statement in Markdown with TeX, and the title where `\problemname` or Polygon's environment names one. */
export interface Converted {
  markdown: string;
  title: string | null;
}

/**
 * A problem statement's LaTeX as Markdown: sections, lists, fonts, images, tables, verbatim text; mathematics stays
 * TeX. Commands that it does not know give the text of their arguments. Of macros, those without arguments are expanded. One pass, in
 * time and memory of the text's own size. `imageOf` gives the asset that a file name means, or null.
 */
export function convertLatex(source: string, imageOf: (name: string) => string | null): Converted {
  const [, body = source] = /\\begin\{document\}([\s\S]*)$/.exec(source) ?? [];
  const converter = new Converter(withMacros(withoutMarks(body)), imageOf);
  return { markdown: converter.all(), title: converter.title };
}

type End = { brace: true } | { environment: string } | null;

class Converter {
  title: string | null = null;
  readonly #text: LatexText;
  readonly #imageOf: (name: string) => string | null;
  #depth = 0;
  #tables = 0;
  /** Inside code: characters stand for themselves, fonts and Markdown mean nothing. */
  #plain = 0;

  constructor(source: string, imageOf: (name: string) => string | null) {
    this.#text = new LatexText(source);
    this.#imageOf = imageOf;
  }

  all(): string {
    const body = this.#until(null).replaceAll(ITEM, '\n\n- ').replaceAll(CELL, ' & ').replaceAll(ROW, '\n');
    return tidy(body).normalize('NFC');
  }

  /** Everything up to `end`, which is read too; a group that is never closed goes on to the end of the text. */
  #until(end: End): string {
    if (++this.#depth > DEEPEST) throw new TooDeepError();
    const out: string[] = [];
    const text = this.#text;
    while (!text.atEnd) {
      const token = text.next();
      if (token.kind === 'close') {
        if (end && 'brace' in end) break;
      } else if (token.kind === 'open') out.push(this.#until({ brace: true }));
      else if (token.kind === 'math') out.push(this.#math(token.text, token.display));
      else if (token.kind === 'cell') out.push(this.#tables > 0 && !this.#plain ? CELL : '&');
      else if (token.kind === 'text') out.push(this.#plain ? token.text : escaped(token.text));
      else if (token.name === 'end') {
        const name = text.rawArgument();
        if (end && 'environment' in end && end.environment === name) break;
      } else if (FONTS[token.name] && !text.opensArgument) {
        out.push(this.#font(FONTS[token.name]!, () => this.#until(end)));
        break;
      } else out.push(this.#command(token.name));
    }
    this.#depth -= 1;
    return out.join('');
  }

  #argument(): string {
    return this.#text.openArgument() ? this.#until({ brace: true }) : '';
  }

  #command(name: string): string {
    const text = this.#text;
    if (name === 'begin') return this.#environment(text.rawArgument());
    const heading = HEADINGS[name];
    if (heading) {
      const title = oneLine(this.#argument());
      return title ? `\n\n${'#'.repeat(heading)} ${title}\n\n` : '\n\n';
    }
    if (FIXED_HEADINGS[name]) return `\n\n## ${FIXED_HEADINGS[name]}\n\n`;
    if (FONTS[name]) return this.#font(FONTS[name], () => this.#argument());
    if (SYMBOLS[name] !== undefined) return this.#plain ? SYMBOLS[name] : escaped(SYMBOLS[name]);
    if (ACCENTS[name]) {
      const letter = accented(text.letter(), ACCENTS[name]);
      return this.#plain ? letter : escaped(letter);
    }
    switch (name) {
      case 'problemname':
        this.title = oneLine(this.#plainly(() => this.#argument()));
        return '';
      case 'item': {
        const label = text.option();
        return label ? `${ITEM}**${escaped(label)}** ` : ITEM;
      }
      case '\\':
      case 'newline':
      case 'tabularnewline':
        text.option();
        return this.#tables > 0 ? ROW : '\n\n';
      case 'par':
        return '\n\n';
      case 'includegraphics':
        text.option();
        return this.#image(text.rawArgument(), '');
      case 'illustration': {
        text.rawArgument();
        const file = text.rawArgument();
        return `\n\n${this.#image(file, oneLine(this.#plainly(() => this.#argument())))}\n\n`;
      }
      case 'url':
        return linkTo(text.rawArgument(), null);
      case 'href': {
        const address = text.rawArgument();
        return linkTo(address, this.#argument());
      }
      case 'underline':
      case 'uline':
        return this.#marked('<u>', '</u>');
      case 'sout':
        return this.#marked('~~', '~~');
      case 'caption':
        text.option();
        return `\n\n*${oneLine(this.#plainly(() => this.#argument()))}*\n\n`;
      case 'epigraph': {
        const words = this.#argument();
        return quoteOf(`${words}\n\n— ${this.#argument()}`);
      }
      case 'footnote':
        return ` (${this.#argument()})`;
      case 'verb':
        return codeOf(text.verb());
      default:
        return this.#other(name);
    }
  }

  #other(name: string): string {
    const dropped = DROPPED[name];
    if (!/^[A-Za-z]/.test(name)) return /^[,;:!/@-]$/.test(name) ? '' : this.#plain ? name : escaped(name);
    this.#text.option();
    for (let i = 0; i < (dropped ?? 0); i++) {
      this.#text.rawArgument();
      this.#text.option();
    }
    return '';
  }

  #environment(name: string): string {
    const text = this.#text;
    const bare = name.replace(/\*$/, '');
    if (VERBATIM.has(bare)) return fenceOf(withoutOption(text.upTo(`\\end{${name}}`)));
    if (DISPLAYS[bare] !== undefined) {
      const body = text.upTo(`\\end{${name}}`).trim();
      const around = DISPLAYS[bare];
      return this.#math(around ? `\\begin{${around}}${body}\\end{${around}}` : body, true);
    }
    text.option();
    if (bare === 'problem') this.title ??= this.#problemHead();
    for (let i = 0; i < (ENVIRONMENT_ARGUMENTS[name] ?? 0); i++) {
      text.rawArgument();
      text.option();
    }
    if (TABLES.has(name)) {
      this.#tables += 1;
      const body = this.#until({ environment: name });
      this.#tables -= 1;
      return tableOf(body);
    }
    const body = this.#until({ environment: name });
    if (SECTIONS.has(name)) return `\n\n## ${name}\n\n${body}\n\n`;
    if (bare === 'example') return '';
    if (LISTS.has(bare)) return listOf(body, bare.includes('enum'));
    if (bare === 'quote' || bare === 'quotation') return quoteOf(body);
    return `\n\n${body}\n\n`;
  }

  /** Polygon's `\begin{problem}{title}{input file}{output file}{time}{memory}`. */
  #problemHead(): string {
    const title = oneLine(this.#plainly(() => this.#argument()));
    for (let i = 0; i < 4; i++) this.#text.rawArgument();
    return title;
  }

  #font(mark: '*' | '**' | '`', read: () => string): string {
    if (mark === '`') {
      const code = this.#plainly(read);
      return this.#plain ? code : codeOf(oneLine(code));
    }
    const body = read();
    const [, before = '', inner = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(body) ?? [];
    // Marks do not reach over paragraphs, items or cells.
    if (this.#plain || inner === '' || /\n\s*\n|[\uE000-\uE002]/.test(inner)) return body;
    return before + mark + inner + mark + after;
  }

  /** An argument between marks that Markdown, or the HTML in it, has for it. */
  #marked(open: string, close: string): string {
    const body = this.#argument();
    return this.#plain || body.trim() === '' ? body : open + body.trim() + close;
  }

  #plainly(read: () => string): string {
    this.#plain += 1;
    try {
      return read();
    } finally {
      this.#plain -= 1;
    }
  }

  #math(tex: string, display: boolean): string {
    const line = tex.replace(/\s+/g, ' ').trim();
    if (line === '') return '';
    if (this.#plain) return line;
    return display ? `\n\n$$${line}$$\n\n` : `$${line}$`;
  }

  #image(file: string, caption: string): string {
    const asset = this.#imageOf(file.trim());
    const alt = caption.replace(/[[\]\\]/g, ' ');
    return asset === null ? escaped(`[image: ${file.trim()}] ${caption}`.trim()) : `![${alt}](${asset})`;
  }
}

/** Characters that Markdown would read as its own, and list or heading marks where a line begins. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]<$]/g, '\\$&')
    .replace(/^([#>+-])(?=\s|#)/gm, '\\$1')
    .replace(/^(\d+)([.)])(?=\s)/gm, '$1\\$2');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function accented(letter: string, mark: string): string {
  return letter ? letter[0]! + mark + letter.slice(1) : '';
}

/** Only addresses of the web become links; everything else stays text. */
function linkTo(written: string, label: string | null): string {
  const address = written.trim().replace(/\\([%#&_~])/g, '$1');
  const web = /^https?:\/\/[^\s()<>]+$/i.test(address);
  if (label === null) return web ? `[${escaped(address)}](${address})` : escaped(address);
  return web ? `[${label}](${address})` : label;
}

function withoutOption(text: string): string {
  return text.replace(/^\s*\[[^\]\n]*\]/, '');
}
