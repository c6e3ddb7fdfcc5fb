import type { Message } from '../llm/engine.ts';

/** The run has no tokens left for what it would ask next. */
export class OutOfTokens extends Error {
  override readonly name = 'OutOfTokens';
  constructor() {
    super('The token budget is spent.');
  }
}

/** An answer is not begun with less than this left: nothing could be said in it. */
const LEAST = 24;

const textOf = (prompt: readonly Message[]): string =>
  prompt.map(({ role, content }) => `${role}\n${content}\n`).join('');

function sharedLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a[at] === b[at]) at++;
  return at;
}

/**
 * Of each prompt of a batch, the tokens that none before it begins with; `counts` are all tokens. An estimate by
 * characters, so that it is the same whatever an engine happens to have computed already.
 */
export function freshTokens(prompts: readonly (readonly Message[])[], counts: readonly number[]): number[] {
  const texts = prompts.map(textOf);
  return texts.map((text, i) => {
    const shared = Math.max(0, ...texts.slice(0, i).map((other) => sharedLength(other, text)));
    return counts[i]! - Math.floor((counts[i]! * shared) / Math.max(1, text.length));
  });
}

/**
 * How many of a batch's questions, the first ones, can be asked with `left` tokens, and what each answer may take: as many
 * as leave each at least half of the longest answer, or one that leaves it a few words. 0 if there is not even that.
 */
export function affordable(
  fresh: readonly number[],
  maxTokens: number,
  left: number,
): { asked: number; maxTokens: number } {
  if (left === Number.POSITIVE_INFINITY) return { asked: fresh.length, maxTokens };
  for (let asked = fresh.length; asked > 0; asked--) {
    const room = left - fresh.slice(0, asked).reduce((sum, tokens) => sum + tokens, 0);
    const each = Math.floor(room / asked);
    if (each >= Math.max(LEAST, asked > 1 ? maxTokens / 2 : 0))
      return { asked, maxTokens: Math.min(maxTokens, each) };
  }
  return { asked: 0, maxTokens: 0 };
}
