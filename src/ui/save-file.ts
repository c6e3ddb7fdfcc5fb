/** How long the bytes are there for the browser to take. */
const HOLD_MS = 60_000;

/** Gives the person a file with `value` as JSON, through the browser's own download. */
export function saveJson(name: string, value: unknown): void {
  saveBlob(name, new Blob([JSON.stringify(value, null, 1)], { type: 'application/json' }));
}

/** The same with bytes as they are. */
export function saveBytes(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  saveBlob(name, new Blob([bytes], { type: 'application/octet-stream' }));
}

/** The same with a blob. */
export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  link.click();
  // A busy browser may take a while to begin the download, and one that finds nothing at the address says nothing.
  setTimeout(() => URL.revokeObjectURL(url), HOLD_MS);
}
