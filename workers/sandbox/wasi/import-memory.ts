import {
  encodeName,
  encodeNumber,
  joinBytes,
  joinSections,
  KIND,
  MOST_PAGES,
  Reader,
  SECTION,
  sectionsOf,
} from './wasm-binary.ts';

/**
 * The module with its memory imported, as `env.memory`, in place of made by itself: whoever instantiates it makes the
 * memory, and so sets its maximum. Everything else keeps its number. The module must have one memory and imports.
 */
export function importMemory(module: ArrayBuffer): ArrayBuffer {
  const sections = [...sectionsOf(new Uint8Array(module))];
  const memory = new Reader(sections.find(({ id }) => id === SECTION.memory)!.content);
  memory.number();
  const { minimum } = memory.limits();
  const limits = [1, ...encodeNumber(minimum), ...encodeNumber(MOST_PAGES)];
  const entry = [...encodeName('env'), ...encodeName('memory'), KIND.memory, ...limits];
  const changed = sections
    .filter(({ id }) => id !== SECTION.memory)
    .map((section) => {
      if (section.id !== SECTION.import) return section;
      const imports = new Reader(section.content);
      const count = Uint8Array.from(encodeNumber(imports.number() + 1));
      const rest = section.content.subarray(imports.at);
      return { id: section.id, content: joinBytes([count, rest, Uint8Array.from(entry)]) };
    });
  return joinSections(changed).buffer;
}
