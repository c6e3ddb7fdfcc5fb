import { inAlphabet, isAlphabet } from './alphabets.ts';
import { fencesOf, isEnvironment, tableOf } from './environments.ts';
import { type MathNode, rowOf } from './node.ts';
import { ACCENTS, BIG, FUNCTIONS, LETTERS, LIMITED, OPERATORS, RELATIONS, SPACES } from './symbols.ts';
import { type Token, Tokens } from './tokens.ts';

/** Groups within groups; no statement comes near, and the call stack has an end. */
const DEEPEST = 60;

/** Text as it stands, upright. */
const TEXTS = new Set(
  'text textrm textit textbf textsf texttt textnormal mbox hbox mathtt mathsf mathit'.split(' '),
);
const SCRIPT = /^[_^']$/;
const BRACKET = /^[()[\]{}|‖⌊⌋⌈⌉⟨⟩/]$/;
const UPRIGHT = new Set(['mathrm', 'operatorname', 'rm']);
/** Layout without a meaning of its own; what it sizes or places is read as usual. */
const LAYOUT =
  /^(?:displaystyle|textstyle|scriptstyle|limits|nolimits|nonumber|notag|[bB]ig{1,2}[lrm]?|allowbreak|right)$/;

/**
 * The TeX of a statement's formula as MathML. What is not known keeps its name, so nothing is lost; never fails: any
 * text is some formula.
 */
export function parseTex(source: string): MathNode[] {
  return new TexParser(new Tokens(source)).all();
}

class TexParser {
  readonly #tokens: Tokens;
  #depth = 0;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  /** Everything; a closing brace that closes nothing falls away. */
  all(): MathNode[] {
    const nodes: MathNode[] = [];
    while (this.#tokens.peek()) {
      nodes.push(...this.#row((token) => token.character === '}'));
      this.#tokens.next();
    }
    return nodes;
  }

  /** Nodes up to the token that ends them, which is left. */
  #row(ends: (token: Token) => boolean): MathNode[] {
    const nodes: MathNode[] = [];
    for (let token = this.#tokens.peek(); token && !ends(token); token = this.#tokens.peek()) {
      const node = this.#scripted(
        SCRIPT.test(token.character ?? '') ? null : this.#atom(this.#tokens.next()!),
      );
      if (node) nodes.push(node);
    }
    return nodes;
  }

  /** What stands in braces, or the next token alone. */
  #argument(): MathNode {
    if (this.#tokens.take('{')) return this.#group();
    if (this.#depth >= DEEPEST) return { tag: 'mtext', text: this.#tokens.raw() };
    this.#depth += 1;
    const token = this.#tokens.next();
    const digit = /^\d$/.test(token?.character ?? '');
    const node: MathNode | null = digit ? { tag: 'mn', text: token!.character! } : token && this.#atom(token);
    this.#depth -= 1;
    return node ?? rowOf([]);
  }

  /** Up to the brace that closes; past the deepest level as the text that it is. */
  #group(): MathNode {
    if (this.#depth >= DEEPEST) return { tag: 'mtext', text: '{' };
    this.#depth += 1;
    const nodes = this.#row((token) => token.character === '}');
    this.#tokens.next();
    this.#depth -= 1;
    return rowOf(nodes);
  }

  /** The node with the `_`, `^` and primes that follow it. */
  #scripted(base: MathNode | null): MathNode | null {
    const primes: MathNode[] = [];
    let [sub, power]: (MathNode | null)[] = [null, null];
    for (;;) {
      if (this.#tokens.take("'")) primes.push(operator('′'));
      else if (!sub && this.#tokens.take('_')) sub = this.#argument();
      else if (!power && this.#tokens.take('^')) power = this.#argument();
      else break;
    }
    const raised = power ? [...primes, power] : primes;
    const sup = raised.length > 0 ? rowOf(raised) : null;
    if (!sub && !sup) return base;
    const body = base ?? rowOf([]);
    const limits = carriesLimits(body);
    if (sub && sup) return { tag: limits ? 'munderover' : 'msubsup', children: [body, sub, sup] };
    if (sub) return { tag: limits ? 'munder' : 'msub', children: [body, sub] };
    return { tag: limits ? 'mover' : 'msup', children: [body, sup!] };
  }

  #atom(token: Token): MathNode | null {
    if (token.command !== undefined) return this.#command(token.command);
    const { character } = token;
    if (character === '{') return this.#group();
    if (/\d/.test(character)) return { tag: 'mn', text: character + this.#tokens.digits() };
    if (/\p{L}/u.test(character)) return { tag: 'mi', text: character };
    if (character === '~') return space(0.25);
    if (character === '&') return null;
    if (character === '-') return operator('−');
    if (character === '*') return operator('∗');
    if (/[<>=,;:]/.test(character)) return relation(character);
    return /[+/()[\]|!]/.test(character) ? operator(character) : { tag: 'mtext', text: character };
  }

  #command(name: string): MathNode | null {
    const tokens = this.#tokens;
    if (LETTERS[name]) return { tag: 'mi', text: LETTERS[name] };
    if (RELATIONS[name]) return relation(RELATIONS[name]);
    if (OPERATORS[name]) return operator(OPERATORS[name]);
    if (BIG[name]) return { tag: 'mo', text: BIG[name] };
    if (FUNCTIONS.has(name) || LIMITED.has(name)) return functionWord(name);
    if (SPACES[name] !== undefined) return space(SPACES[name]);
    if (isAlphabet(name)) return { tag: 'mi', text: inAlphabet(name, plain(tokens.raw())) };
    if (TEXTS.has(name)) return { tag: 'mtext', text: plain(tokens.raw()) };
    if (UPRIGHT.has(name)) return word(plain(tokens.raw()));
    if (ACCENTS[name]) {
      return {
        tag: 'mover',
        attributes: { accent: 'true' },
        children: [this.#argument(), stretching(ACCENTS[name])],
      };
    }
    if (LAYOUT.test(name)) return null;
    return this.#construction(name);
  }

  /** `\left( … \right)`: brackets as high as what they hold; a full stop is a side without one. */
  #bracketed(): MathNode {
    if (this.#depth >= DEEPEST) return this.#bracket();
    this.#depth += 1;
    const open = this.#bracket();
    const nodes = this.#row(({ command, character }) => command === 'right' || character === '}');
    const close =
      this.#tokens.peek()?.command === 'right' && this.#tokens.next() ? this.#bracket() : rowOf([]);
    this.#depth -= 1;
    return rowOf([open, ...nodes, close]);
  }

  #bracket(): MathNode {
    const token = this.#tokens.next();
    const text = token?.character ?? OPERATORS[token?.command ?? ''] ?? token?.command ?? '.';
    return text === '.' ? rowOf([]) : stretching(text);
  }

  #construction(name: string): MathNode | null {
    const tokens = this.#tokens;
    switch (name) {
      case 'left':
        return this.#bracketed();
      case 'middle':
        return this.#bracket();
      case 'frac':
      case 'dfrac':
      case 'tfrac':
      case 'cfrac':
        return { tag: 'mfrac', children: [this.#argument(), this.#argument()] };
      case 'binom': {
        const children = [this.#argument(), this.#argument()];
        const stacked: MathNode = { tag: 'mfrac', attributes: { linethickness: '0' }, children };
        return rowOf([stretching('('), stacked, stretching(')')]);
      }
      case 'sqrt': {
        const degree = tokens.option();
        const body = this.#argument();
        if (degree === null) return { tag: 'msqrt', children: [body] };
        return { tag: 'mroot', children: [body, rowOf(this.#inner(degree))] };
      }
      case 'underline':
      case 'underbrace': {
        const sign = stretching(name === 'underline' ? '_' : '⏟');
        return { tag: 'munder', children: [this.#argument(), sign] };
      }
      case 'overset':
      case 'stackrel': {
        const over = this.#argument();
        return { tag: 'mover', children: [this.#argument(), over] };
      }
      case 'underset': {
        const under = this.#argument();
        return { tag: 'munder', children: [this.#argument(), under] };
      }
      case 'substack':
        return tableOf(tokens.raw(), 'substack', this.#inner);
      case 'not': {
        const struck = this.#argument();
        return 'text' in struck ? relation(`${struck.text}\u0338`.normalize('NFC')) : struck;
      }
      case 'mod':
        return relation('mod');
      case 'bmod':
        return relation('mod');
      case 'pmod':
        return rowOf([space(0.5), operator('('), word('mod'), space(0.25), this.#argument(), operator(')')]);
      case 'color':
        tokens.raw();
        return null;
      case 'textcolor':
        tokens.raw();
        return this.#argument();
      case 'begin':
        return this.#environment(tokens.raw());
      case 'end':
        tokens.raw();
        return null;
      case '\\':
        return space(1);
      default:
        return /^[A-Za-z]+$/.test(name) ? word(name) : operator(name);
    }
  }

  #environment(name: string): MathNode | null {
    const bare = name.replace(/\*$/, '');
    if (!isEnvironment(bare)) return null;
    if (bare === 'array') this.#tokens.raw();
    const table = tableOf(this.#tokens.upToEnd(name), bare, this.#inner);
    const [open, close] = fencesOf(bare);
    return rowOf([...(open ? [stretching(open)] : []), table, ...(close ? [stretching(close)] : [])]);
  }

  /** A piece of the formula read on its own, one level deeper. */
  #inner = (source: string): MathNode[] => {
    if (this.#depth >= DEEPEST) return [{ tag: 'mtext', text: source }];
    const parser = new TexParser(new Tokens(source));
    parser.#depth = this.#depth + 1;
    return parser.all();
  };
}

/** A bracket would otherwise grow with whatever stands beside it. */
function operator(text: string): MathNode {
  return { tag: 'mo', text, ...(BRACKET.test(text) ? { attributes: { stretchy: 'false' } } : {}) };
}

function stretching(text: string): MathNode {
  return { tag: 'mo', text };
}

/** Its space stays where it ends a line. */
function relation(text: string): MathNode {
  return { tag: 'mo', text, attributes: { form: 'infix' } };
}

/** A thin space on either side, as TeX has it. */
function functionWord(name: string): MathNode {
  const attributes = { lspace: '0.167em', rspace: '0.167em' };
  return {
    tag: 'mo',
    text: name,
    attributes: LIMITED.has(name) ? { ...attributes, movablelimits: 'true' } : attributes,
  };
}

/** One letter alone would be set in italics. */
function word(text: string): MathNode {
  return { tag: 'mi', text, ...(text.length === 1 ? { attributes: { mathvariant: 'normal' } } : {}) };
}

function space(em: number): MathNode {
  return { tag: 'mspace', attributes: { width: `${em}em` } };
}

function carriesLimits(node: MathNode): boolean {
  if (node.tag === 'mo') {
    return LIMITED.has(node.text) || (Object.values(BIG).includes(node.text) && !/[∫∬∮]/.test(node.text));
  }
  if (node.tag === 'munder' || node.tag === 'mover') return /[⏞⏟]/.test(textOfLast(node.children));
  return false;
}

function textOfLast(children: MathNode[]): string {
  const last = children.at(-1);
  return last && 'text' in last ? last.text : '';
}

/** Text within a formula: its escapes undone, its own dollars and braces away. */
function plain(text: string): string {
  return text
    .replace(/\\([{}%$#&_])|[{}$]|\\(?=[a-zA-Z])/g, '$1')
    .replace(/~|\\ /g, ' ')
    .replace(/^ | $/g, '\u00a0');
}
