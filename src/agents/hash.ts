/** FNV-1a over UTF-16 code units, finished with MurmurHash3's mixer; 32 bits. The same in every engine. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** 64 bits of it as 16 hex digits, for names of texts that are not secret. */
export function fingerprint(text: string): string {
  return [0x811c9dc5, 0x01000193].map((seed) => hashText(text, seed).toString(16).padStart(8, '0')).join('');
}
