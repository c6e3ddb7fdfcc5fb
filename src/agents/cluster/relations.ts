/** What holds of an input's form in every sample most likely must: counts that announce lines and words, equal rows. */

type Relation = (lines: readonly string[][]) => boolean;

const linesOf = (input: string): string[][] =>
  input
    .replace(/\n+$/, '')
    .split('\n')
    .map((line) => line.split(/\s+/).filter(Boolean));

const isNumber = (word: string | undefined): word is string => word !== undefined && /^-?\d+$/.test(word);
const numberAt = (lines: readonly string[][], at: number): number | null =>
  isNumber(lines[0]?.[at]) ? Number(lines[0]![at]) : null;

/** Numbers of the first line and lines after it that are looked at. */
const NUMBERS = [0, 1, 2];
const LINES = [1, 2, 3];

/** Relations that a form may have. */
const RELATIONS: readonly Relation[] = [
  // Every line but the first has as many words as the next, or one word of as many characters.
  (lines) => lines.slice(2).every((line) => line.length === lines[1]!.length),
  (lines) => lines.slice(2).every((line) => line.join(' ').length === lines[1]!.join(' ').length),
  ...NUMBERS.flatMap((at): Relation[] => [
    (lines) => numberAt(lines, at) === lines.length - 1,
    (lines) => numberAt(lines, at) === lines.at(-1)!.join('').length,
    (lines) => (numberAt(lines, at) ?? 0) > 0,
    (lines) => numberAt(lines, at) !== null && numberAt(lines, at)! <= (numberAt(lines, at + 1) ?? -Infinity),
    ...LINES.map(
      (k): Relation =>
        (lines) =>
          numberAt(lines, at) === lines[k]?.length,
    ),
  ]),
];

/** Whether the words of a place are numbers or not, where all samples agree: a number is not to become a word. */
const kindOf = (lines: readonly string[][]): string =>
  [...new Set(lines.flat().map((word) => (isNumber(word) ? 'n' : 'w')))].sort().join('');

/**
 * Says of an input whether it keeps what holds in all samples: those relations, the number of lines, of words on the first
 * line, and whether words are numbers. Few samples hold much by chance, so this refuses some inputs that are valid.
 */
export function keepsForm(samples: readonly string[]): (input: string) => boolean {
  const read = samples.map(linesOf);
  const same = <T>(of: (lines: string[][]) => T): Relation[] => {
    const [first] = read;
    if (!first || read.some((lines) => of(lines) !== of(first))) return [];
    return [(lines) => of(lines as string[][]) === of(first)];
  };
  const held = [
    ...RELATIONS.filter((relation) => read.every(relation)),
    ...same((lines) => lines.length),
    ...same(kindOf),
    // A list on the only line may be longer or shorter; what announces others may not.
    ...(read.every((lines) => lines.length > 1) ? same((lines) => lines[0]!.length) : []),
  ];
  return (input) => {
    const lines = linesOf(input);
    return held.every((relation) => relation(lines));
  };
}
