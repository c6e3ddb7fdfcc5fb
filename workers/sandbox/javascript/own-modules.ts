import type { Main } from './endpoint.ts';

/** How a program's own modules are found by name. */
export type OwnModules = (name: string, require: (name: string) => unknown) => unknown;

/** Gives what a module beside the program exports, run once in a run; undefined if there is none of the name. */
export function ownModules(compiled: ReadonlyMap<string, Main>): OwnModules {
  const loaded = new Map<string, { exports: unknown }>();
  return (name, require) => {
    const plain = name.replace(/^\.\//, '');
    const file = [plain, `${plain}.js`].find((one) => compiled.has(one));
    if (plain === name || file === undefined) return undefined;
    const known = loaded.get(file);
    if (known) return known.exports;
    const module = { exports: {} };
    loaded.set(file, module);
    compiled.get(file)!.call(module.exports, module.exports, require, module, `/${file}`, '/');
    return module.exports;
  };
}
