/** What Ruby's bridge to JavaScript would be. Nothing is on its other side: a program that tries it has crashed. */
export class NoBridgeError extends Error {
  override name = 'NoBridgeError';
  constructor() {
    super('the program called JavaScript, which it cannot reach here');
  }
}

/**
 * Everything that the module imports: WASI's calls, its memory, the handles of values that are given out, and for the
 * bridge to JavaScript functions that refuse.
 */
export function importsOf(
  module: WebAssembly.Module,
  calls: Record<string, unknown>,
  memory: WebAssembly.Memory,
): WebAssembly.Imports {
  const values: number[] = [];
  const handles: Record<string, (value: number) => number> = {
    'resource_new_rb-abi-value': (value) => values.push(value) - 1,
    'resource_get_rb-abi-value': (handle) => values[handle]!,
  };
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {};
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] =
      kind === 'memory'
        ? memory
        : (((from === 'wasi_snapshot_preview1' ? calls[name] : handles[name]) as () => void) ?? refuse);
  }
  return imports;
}

function refuse(): never {
  throw new NoBridgeError();
}
