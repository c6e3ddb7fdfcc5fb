import type {
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Node,
  Pattern,
  Statement,
  VariableDeclaration,
} from 'acorn';

export type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** A function whose calls are traced, and the name of the variable that holds its frame. */
export interface Traced {
  frame: string;
  /** Of how many traced functions it stands inside. */
  depth: number;
  name: string;
  /** All identifiers in its text. */
  mentions: ReadonlySet<string>;
}

/** Names that one block or function declares. */
export interface Scope {
  names: ReadonlySet<string>;
  /** The function that it belongs to; null within one that is not traced, whose names only hide others. */
  traced: Traced | null;
  parent: Scope | null;
}

/** What can be read at one place: the names of each traced function around it, the innermost first. */
export function visible(scope: Scope, from: Traced): Map<Traced, string[]> {
  const taken = new Set<string>();
  const found = new Map<Traced, string[]>([[from, []]]);
  for (let one: Scope | null = scope; one; one = one.parent) {
    const { traced } = one;
    for (const name of one.names) {
      if (taken.has(name)) continue;
      taken.add(name);
      if (!traced || (traced !== from && !from.mentions.has(name))) continue;
      found.set(traced, [...(found.get(traced) ?? []), name]);
    }
  }
  return found;
}

/** Names that a block's own statements declare, with `let`, `const` or `class`. */
export function blockNames(body: readonly Node[]): Set<string> {
  const names = new Set<string>();
  for (const node of body as Statement[]) {
    const inner = 'declaration' in node ? (node as { declaration: Statement | null }).declaration : node;
    if (inner?.type === 'VariableDeclaration' && inner.kind !== 'var') declaredNames(inner, names);
  }
  return names;
}

/** Names of a function's parameters and of every `var` in its body. */
export function functionNames(params: readonly Pattern[], body: Node): Set<string> {
  const names = new Set<string>();
  for (const param of params) patternNames(param, names);
  varNames(body, names);
  return names;
}

/** But not a module: `const fs = require('fs')`. */
function declaredNames({ declarations }: VariableDeclaration, names: Set<string>): void {
  for (const { id, init } of declarations) {
    const called = init?.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name;
    if (called !== 'require') patternNames(id, names);
  }
}

function patternNames(pattern: Pattern, names: Set<string>): void {
  switch (pattern.type) {
    case 'Identifier':
      names.add(pattern.name);
      return;
    case 'ObjectPattern':
      for (const property of pattern.properties)
        patternNames(property.type === 'RestElement' ? property.argument : property.value, names);
      return;
    case 'ArrayPattern':
      for (const element of pattern.elements) if (element) patternNames(element, names);
      return;
    case 'RestElement':
      patternNames(pattern.argument, names);
      return;
    case 'AssignmentPattern':
      patternNames(pattern.left, names);
  }
}

function varNames(node: Node, names: Set<string>): void {
  if (isFunction(node) || node.type.startsWith('Class')) return;
  const declaration = node as Statement;
  if (declaration.type === 'VariableDeclaration' && declaration.kind === 'var')
    declaredNames(declaration, names);
  for (const child of children(node)) varNames(child, names);
}

/** Every identifier's name in a part of the source. */
export function mentionsOf(node: Node, names = new Set<string>()): Set<string> {
  if (node.type === 'Identifier') names.add((node as Node & { name: string }).name);
  for (const child of children(node)) mentionsOf(child, names);
  return names;
}

export const isFunction = (node: Node): node is FunctionNode =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression';

/** The nodes right below one, in the order of the text. */
export function children(node: Node): Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Node => typeof value?.type === 'string' && typeof value.start === 'number')
    .sort((a, b) => a.start - b.start);
}
