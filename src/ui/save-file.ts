/** Gives the person a file with `value` as JSON, through the browser's own download. */
export function saveJson(name: string, value: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 1)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(/[^\p{L}\p{N}._-]+/gu, '-');
  link.click();
  // The download has its own hold on the bytes by the next turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(url));
}
