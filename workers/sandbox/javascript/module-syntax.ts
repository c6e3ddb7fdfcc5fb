const IMPORT =
  /^([ \t]*)import\s+(?:([\w$]+)\s*,?\s*)?(?:\*\s*as\s+([\w$]+)|\{([^}]*)\})?\s*(?:from\s*)?(['"])([^'"]+)\5[ \t]*;?/gm;
const EXPORT = /^([ \t]*)export\s+(?:default\s+)?(?=(?:async\s+)?(?:function|class|const|let|var)\b)/gm;

/**
 * The source as a function's text that takes Node's module variables. An ES module's `import`s become `require`s
 * and its function is async, for `await` at the top; its lines keep their numbers. The sandbox's workers are
 * classic scripts, where neither is allowed.
 */
export function wrapModule(source: string): string {
  const plain = source.replace(/^\uFEFF/, '').replace(/^#!/, '//');
  const isModule = /^[ \t]*import\b\s*[\w${*'"]/m.test(plain) && plain.search(IMPORT) >= 0;
  const body = isModule ? plain.replace(IMPORT, requireOf).replace(EXPORT, '$1') : plain;
  return `(${isModule ? 'async ' : ''}function (exports, require, module, __filename, __dirname) {${body}\n})`;
}

/** How `declared` names the submission's function. */
export const SUBMISSION = '__quartetSubmission';

/**
 * What `wrapModule` gives as a declaration, which stands before anything of its script runs. Let the script end before
 * it comes to it: a submission that closes its function too early would run without a clock.
 */
export function declared(functionText: string): string {
  return functionText.slice(1, -1).replace('function ', `function ${SUBMISSION}`);
}

function requireOf(
  text: string,
  indent: string,
  fallback: string | undefined,
  namespace: string | undefined,
  names: string | undefined,
  _quote: string,
  module: string,
): string {
  const from = `require(${JSON.stringify(module)})`;
  const parts: string[] = [];
  if (fallback) parts.push(`const ${fallback} = ${from};`);
  if (namespace) parts.push(`const ${namespace} = ${from};`);
  if (names !== undefined)
    parts.push(`const {${names.replace(/\bas\b/g, ':').replace(/\n/g, ' ')}} = ${from};`);
  if (parts.length === 0) parts.push(`${from};`);
  return indent + parts.join(' ') + '\n'.repeat(text.split('\n').length - 1);
}
