/**
 * A runtime's big file as the site serves it: compressed with gzip, because many static hosts compress nothing, and
 * cut into parts that every host takes. `import asset from 'package/file.wasm?asset'` gives one; the build makes the
 * parts (tools/vite/assets.ts).
 */
export interface Asset {
  /** The file's own name, for people. */
  name: string;
  /** Bytes of the whole file. */
  bytes: number;
  /** In order. */
  parts: readonly AssetPart[];
}

/** A run of bytes of the compressed file. */
export interface AssetPart {
  /** Where it is served; it changes with the part's content. */
  url: string;
  bytes: number;
  sha256: string;
}

/** What is to be downloaded for an asset that is not kept. */
export function downloadBytes({ parts }: Asset): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}
