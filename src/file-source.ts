import type { SourceFile } from './judge/import/source.ts';

/** A file that stays on the disk until it is read, and then comes in pieces; in a page and in a worker. */
export function fileSource([path, file]: readonly [path: string, file: File]): SourceFile {
  return {
    path,
    async *chunks() {
      const reader = file.stream().getReader();
      try {
        for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
      } finally {
        await reader.cancel();
      }
    },
    parts: async () => ({
      size: file.size,
      read: (start, end) => file.slice(start, end).arrayBuffer(),
    }),
  };
}
