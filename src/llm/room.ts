/** What a request needs of an executor's keys and values. */
export interface Text {
  readonly prompt: readonly number[];
  /** Tokens of prompt and answer together, at most. */
  readonly longest: number;
}

/**
 * Whether `next` has room beside `running`, where all sequences together may hold `positions`: beginnings that prompts
 * share are held once.
 */
export function hasRoom(next: Text, running: readonly Text[], positions: number): boolean {
  if (positions === Number.POSITIVE_INFINITY) return true;
  let held = 0;
  const texts = [...running, next];
  for (const [i, text] of texts.entries()) {
    const shared = texts.slice(0, i).map(({ prompt }) => commonStart(prompt, text.prompt));
    held += text.longest - Math.max(0, ...shared);
  }
  return held <= positions;
}

/** How many tokens two lists begin with alike. */
export function commonStart(a: readonly number[], b: readonly number[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
