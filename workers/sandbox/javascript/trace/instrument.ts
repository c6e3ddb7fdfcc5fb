import { type BlockStatement, type Node, type Program, parse, type Statement } from 'acorn';
import type { Translation } from '../../../../src/sandbox/language.ts';
import { RECORDER } from './recorder.ts';
import {
  blockNames,
  children,
  type FunctionNode,
  functionNames,
  isFunction,
  mentionsOf,
  type Scope,
  type Traced,
  visible,
} from './scopes.ts';

/**
 * The source with probes in it that tell a `Recorder` which line begins, and let it read the variables that are in
 * sight. Lines keep their numbers. What cannot be read is an error.
 */
export function instrument(source: string): Translation {
  try {
    return { ok: true, source: new Instrumenter(source).text() };
  } catch (error) {
    return { ok: false, compileError: (error as Error).message };
  }
}

function read(source: string): Program {
  const options = {
    ecmaVersion: 'latest',
    locations: true,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowHashBang: true,
  } as const;
  try {
    return parse(source, { ...options, sourceType: 'script' });
  } catch {
    return parse(source, { ...options, sourceType: 'module' });
  }
}

/** Statements that do nothing where they stand, or before which nothing may stand. */
const SILENT = new Set([
  'BlockStatement',
  'EmptyStatement',
  'FunctionDeclaration',
  'ClassDeclaration',
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
  'ExportAllDeclaration',
]);

class Instrumenter {
  readonly #source: string;
  /** In the order of the walk, which is the order of those at the same place. */
  readonly #pieces: { at: number; text: string }[] = [];
  readonly #prefix: string;

  constructor(source: string) {
    this.#source = source;
    let prefix = '$q';
    while (source.includes(prefix)) prefix += 'q';
    this.#prefix = prefix;
  }

  text(): string {
    const program = read(this.#source);
    const traced: Traced = { frame: `${this.#prefix}0`, name: '', mentions: mentionsOf(program), depth: 0 };
    const names = new Set([...functionNames([], program), ...blockNames(program.body)]);
    const scope: Scope = { names, traced, parent: null };
    const body = program.body as Statement[];
    // Before an import nothing may stand on its line: it is found by how its line begins.
    const first = body.find(({ type }) => !type.startsWith('Import'));
    this.#enter(first?.start ?? 0, body, traced, 1, []);
    this.#statements(body, scope, traced);
    this.#insert(body.at(-1)?.end ?? 0, `;${this.#call('end', traced, scope)}`);
    let text = '';
    let from = 0;
    for (const { at, text: piece } of [...this.#pieces].sort((a, b) => a.at - b.at)) {
      text += this.#source.slice(from, at) + piece;
      from = at;
    }
    return text + this.#source.slice(from);
  }

  #insert(at: number, text: string): void {
    this.#pieces.push({ at, text });
  }

  /** Opens the frame of a call, after the directives. */
  #enter(at: number, body: readonly Node[], { frame, name }: Traced, line: number, params: string[]): void {
    const directives = (body as Statement[]).filter(
      (one) => 'directive' in one && one.directive !== undefined,
    );
    const given = `{${params.map(thunk).join(',')}}`;
    const text = `const ${frame}=${RECORDER}.enter(${JSON.stringify(name)},${line},${given});`;
    this.#insert(directives.at(-1)?.end ?? at, directives.length > 0 ? `;${text}` : text);
  }

  /** A probe: `frame.what(…, the names in sight of each traced function around)`. */
  #call(what: string, traced: Traced, scope: Scope, ...given: (number | string)[]): string {
    return `${traced.frame}.${what}(${[...given, this.#vars(traced, scope)].join(',')});`;
  }

  #vars(traced: Traced, scope: Scope): string {
    const [own, ...outer] = [...visible(scope, traced)];
    const record = (names: string[]) => `{${names.map(thunk).join(',')}}`;
    return [record(own![1]), ...outer.map(([{ frame }, names]) => `${frame},${record(names)}`)].join(',');
  }

  #statements(body: readonly Statement[], scope: Scope, traced: Traced): void {
    for (const statement of body) {
      const isDirective = 'directive' in statement && statement.directive !== undefined;
      if (!SILENT.has(statement.type) && !isDirective) this.#probe(statement, scope, traced);
      this.#visit(statement, scope, traced);
    }
  }

  #probe(statement: Statement, scope: Scope, traced: Traced): void {
    this.#insert(statement.start, this.#call('line', traced, scope, statement.loc!.start.line));
  }

  #visit(node: Node, scope: Scope, traced: Traced): void {
    if (isFunction(node)) this.#function(node, scope);
    else this.#visitOther(node as Statement, scope, traced);
  }

  #visitOther(one: Statement, scope: Scope, traced: Traced): void {
    switch (one.type) {
      case 'BlockStatement':
        this.#block(one, scope, traced, null);
        return;
      case 'IfStatement':
        this.#visit(one.test, scope, traced);
        this.#body(one.consequent, scope, traced, null);
        if (one.alternate) this.#body(one.alternate, scope, traced, null);
        return;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement': {
        const first = one.type === 'ForStatement' ? one.init : one.left;
        const inner: Scope = { names: blockNames(first ? [first] : []), traced, parent: scope };
        for (const child of children(one)) {
          if (child === one.body) this.#body(one.body, inner, traced, one.loc!.start.line);
          else this.#visit(child, inner, traced);
        }
        return;
      }
      case 'WhileStatement':
        this.#visit(one.test, scope, traced);
        this.#body(one.body, scope, traced, one.loc!.start.line);
        return;
      case 'DoWhileStatement':
        this.#body(one.body, scope, traced, one.loc!.start.line);
        this.#visit(one.test, scope, traced);
        return;
      case 'SwitchStatement': {
        this.#visit(one.discriminant, scope, traced);
        const names = blockNames(one.cases.flatMap(({ consequent }) => consequent));
        const inner: Scope = { names, traced, parent: scope };
        for (const { test, consequent } of one.cases) {
          if (test) this.#visit(test, inner, traced);
          this.#statements(consequent, inner, traced);
        }
        return;
      }
      case 'ReturnStatement': {
        const { argument } = one;
        if (!argument) return;
        this.#insert(argument.start, `${traced.frame}.result((`);
        this.#visit(argument, scope, traced);
        this.#insert(argument.end, `),${this.#vars(traced, scope)})`);
        return;
      }
      case 'LabeledStatement':
        this.#visit(one.body, scope, traced);
        return;
      default:
        for (const child of children(one)) this.#visit(child, scope, traced);
    }
  }

  /** What an `if` or a loop runs; a single statement gets braces. `loop`: the loop's own line. */
  #body(body: Statement, scope: Scope, traced: Traced, loop: number | null): void {
    if (body.type === 'BlockStatement') {
      this.#block(body, scope, traced, loop);
      return;
    }
    this.#insert(body.start, `{${loop === null ? '' : this.#call('head', traced, scope, loop)}`);
    this.#statements([body], scope, traced);
    this.#insert(body.end, `;${this.#call('end', traced, scope)}}`);
  }

  #block(block: BlockStatement, scope: Scope, traced: Traced, loop: number | null): void {
    const inner: Scope = { names: blockNames(block.body), traced, parent: scope };
    if (loop !== null) this.#insert(block.start + 1, this.#call('head', traced, inner, loop));
    this.#statements(block.body, inner, traced);
    this.#insert(block.end - 1, `;${this.#call('end', traced, inner)}`);
  }

  #function(node: FunctionNode, parent: Scope): void {
    const around = nearest(parent)!;
    const { body } = node;
    if (body.type !== 'BlockStatement') {
      // A function of one expression: what it does shows in the line that calls it.
      const scope: Scope = { names: functionNames(node.params, body), traced: null, parent };
      for (const child of children(node)) this.#visit(child, scope, around);
      return;
    }
    const name = node.id?.name ?? 'function';
    const depth = around.depth + 1;
    const traced: Traced = { frame: `${this.#prefix}${depth}`, name, mentions: mentionsOf(node), depth };
    const names = new Set([...functionNames(node.params, body), ...blockNames(body.body)]);
    const scope: Scope = { names, traced, parent };
    for (const param of node.params) this.#visit(param, parent, around);
    const given = [...functionNames(node.params, { ...body, body: [] } as Node)];
    this.#enter(body.start + 1, body.body, traced, node.loc!.start.line, given);
    this.#statements(body.body, scope, traced);
    this.#insert(body.end - 1, `;${this.#call('end', traced, scope)}`);
  }
}

const thunk = (name: string): string => `${name}:()=>${name}`;

function nearest(scope: Scope | null): Traced | null {
  for (let one = scope; one; one = one.parent) if (one.traced) return one.traced;
  return null;
}
