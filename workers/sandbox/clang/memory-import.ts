export const PAGE_BYTES = 65_536;

const IMPORT_SECTION = 2;
const MEMORY = 2;

/**
 * The pages that a module needs of the memory that it imports, which the WebAssembly interface of JavaScript does
 * not tell. Its first import section is read (WebAssembly core specification, 5.5.5); 0 if it imports none.
 */
export function memoryPages(module: Uint8Array): number {
  let at = 8;
  const leb = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = module[at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  const skipName = (): void => {
    const length = leb();
    at += length;
  };
  const skipLimits = (): number => {
    const flags = leb();
    const minimum = leb();
    if (flags & 1) leb();
    return minimum;
  };
  while (at < module.length) {
    const id = module[at++];
    const end = leb() + at;
    if (id !== IMPORT_SECTION) {
      at = end;
      continue;
    }
    for (let left = leb(); left > 0; left--) {
      skipName();
      skipName();
      const kind = module[at++];
      if (kind === MEMORY) return skipLimits();
      // A table: its type, and limits. A global: its type, and whether it changes. A tag: 0, and its type.
      if (kind === 1) {
        at++;
        skipLimits();
      } else if (kind === 3) at += 2;
      else {
        if (kind === 4) at++;
        leb();
      }
    }
    return 0;
  }
  return 0;
}
