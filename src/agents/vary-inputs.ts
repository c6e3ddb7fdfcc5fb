import { hashText } from './hash.ts';

/** Further inputs for a problem of which only examples are known: their shape is kept, their values change. */

const WHOLE = /^-?\d+$/;

/** Numbers in 0 … 1 from a seed, one after the other. */
function numbers(seed: string): () => number {
  let at = 0;
  return () => hashText(`${seed}/${at++}`) / 0x1_0000_0000;
}

const tokensOf = (line: string): string[] => line.split(/(\s+)/);
const wordsOf = (line: string): string[] => line.split(/\s+/).filter(Boolean);

/** Whether a number may count something: words of a later line, lines, or characters of a word. It stays as it is. */
function counts(value: number, lines: readonly string[], at: number): boolean {
  const later = lines.slice(at).filter((line) => line.trim() !== '');
  return (
    later.length - 1 === value ||
    later.some(
      (line) =>
        wordsOf(line).length === value ||
        wordsOf(line).some((word) => word.length === value && !WHOLE.test(word)),
    )
  );
}

/** One example with other values: numbers within what the example spans, words of its letters. */
function varied(input: string, next: () => number): string {
  const lines = input.replace(/\n+$/, '').split('\n');
  const all = lines.flatMap(wordsOf);
  const values = all.filter((word) => WHOLE.test(word)).map(Number);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const letters = [...new Set(all.filter((word) => !WHOLE.test(word)).join(''))];
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]!;
  const change = (word: string, at: number): string => {
    if (WHOLE.test(word)) {
      const value = Number(word);
      if (counts(value, lines, at) || !Number.isSafeInteger(value)) return word;
      return String(next() < 0.3 ? pick(values) : low + Math.floor(next() * (high - low + 1)));
    }
    // A word of a few letters, or a row of marks: it keeps its length.
    return /^[^\d\s]+$/.test(word) && next() < 0.8 ? [...word].map(() => pick(letters)).join('') : word;
  };
  const made = lines.map((line, at) =>
    tokensOf(line)
      .map((token) => (token.trim() === '' ? token : change(token, at)))
      .join(''),
  );
  return `${made.join('\n')}\n`;
}

/**
 * At most `count` inputs made from examples, none of which is an example, the same for the same seed. A problem's own
 * rules are not known: an input may break them, so what programs do on it says something only where several agree.
 */
export function varyInputs(examples: readonly string[], count: number, seed: string): string[] {
  if (examples.length === 0) return [];
  const seen = new Set(examples.map((one) => one.trim()));
  const made: string[] = [];
  for (let tries = 0; made.length < count && tries < 4 * count; tries++) {
    const input = varied(examples[tries % examples.length]!, numbers(`${seed}/${tries}`));
    if (seen.has(input.trim())) continue;
    seen.add(input.trim());
    made.push(input);
  }
  return made;
}
