import { type Count, isInteger, type Lines, type Range, type Structure, splitCases } from './structure.ts';

/** Inputs that are a little smaller than this one and built alike, the much smaller first. */
export function* reductions(lines: Lines, structure: Structure): Generator<Lines> {
  if (structure.cases) yield* withFewerCases(lines, structure.cases);
  else {
    yield* withSmallerCounts(lines, structure);
    if (structure.untilTheEnd) yield* withFewerRows(lines, structure.rows!);
    yield* withShorterLists(lines, structure);
    yield* withSmallerValues(lines, structure);
  }
}

/** Parts of `length` things to leave out: halves first, then quarters, at last one by one. */
export function* parts(length: number): Generator<[from: number, to: number]> {
  for (let size = Math.ceil(length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < length; from += size) yield [from, Math.min(length, from + size)];
}

const without = <T>(list: readonly T[], from: number, to: number): T[] => [
  ...list.slice(0, from),
  ...list.slice(to),
];

function* withFewerCases(
  lines: Lines,
  { inner, lengths }: NonNullable<Structure['cases']>,
): Generator<Lines> {
  const cases = splitCases(lines, lengths)!;
  const joined = (some: readonly Lines[]): Lines => [[String(some.length)], ...some.flat()];
  for (const [from, to] of parts(cases.length))
    if (to - from < cases.length) yield joined(without(cases, from, to));
  for (const [i, one] of cases.entries())
    for (const smaller of reductions(one, inner)) yield joined(cases.with(i, smaller));
}

function* withFewerRows(lines: Lines, first: number): Generator<Lines> {
  const many = lines.length - first;
  for (const [from, to] of parts(many)) if (to - from < many) yield without(lines, first + from, first + to);
}

function* withSmallerCounts(lines: Lines, { counts }: Structure): Generator<Lines> {
  for (const count of counts) {
    const value = Number(lines[count.line]![count.token]);
    for (const [from, to] of parts(value)) yield withoutPart(lines, count, from, to, counts);
  }
}

/** Leaves out a part of what a number announces, and of what others announce of the same. */
function withoutPart(lines: Lines, count: Count, from: number, to: number, counts: readonly Count[]): Lines {
  let next: (readonly string[])[] = [...lines];
  const start = count.line + 1;
  if (count.of.includes('lines')) next = without(next, start + from, start + to);
  if (count.of.includes('values')) next[start] = without(next[start]!, from, to);
  const each = (change: (row: readonly string[]) => readonly string[]) => {
    next = next.map((row, i) => (i < start ? row : change(row)));
  };
  if (count.of.includes('columns')) each((row) => without(row, from, to));
  if (count.of.includes('letters')) each((row) => row.map((word) => word.slice(0, from) + word.slice(to)));
  const alike = counts.filter((other) => other === count || sharesWith(other, count));
  for (const { line, token } of alike)
    next[line] = next[line]!.with(token, String(Number(next[line]![token]) - (to - from)));
  return next;
}

const sharesWith = (other: Count, count: Count): boolean =>
  other.line === count.line && other.of.some((one) => count.of.includes(one));

/** Lists that nothing announces. */
function* withShorterLists(lines: Lines, { counts, rows, fewest }: Structure): Generator<Lines> {
  const isAnnounced = (line: number) =>
    counts.some(
      ({ line: at, of }) =>
        (of.includes('values') && line === at + 1) || (of.includes('columns') && line > at),
    );
  for (const [line, row] of lines.entries()) {
    const least = fewest[rows !== null && line > rows ? rows : line] ?? row.length;
    if (isAnnounced(line) || least >= row.length) continue;
    for (const [from, to] of parts(row.length))
      if (row.length - (to - from) >= least) yield lines.with(line, without(row, from, to));
  }
}

function* withSmallerValues(lines: Lines, { counts, rows, ranges }: Structure): Generator<Lines> {
  const isCount = (line: number, token: number) =>
    counts.some((count) => count.line === line && count.token === token);
  const hasFixedWords = counts.some(({ of }) => of.includes('letters'));
  for (const [line, row] of lines.entries()) {
    const range = ranges[rows !== null && line > rows ? rows : line];
    if (!range) continue;
    for (const [token, value] of row.entries()) {
      if (isCount(line, token)) continue;
      for (const smaller of isInteger(value)
        ? smallerNumbers(Number(value), range)
        : hasFixedWords
          ? []
          : shorterWords(value, range))
        yield lines.with(line, row.with(token, smaller));
    }
  }
}

/** Nearer to 0, or to the least that was seen where that is above it. */
export function* smallerNumbers(value: number, { low }: Pick<Range, 'low'>): Generator<string> {
  const goal = Math.max(0, low ?? 0);
  const tried = new Set([value]);
  const half = goal + Math.trunc((value - goal) / 2);
  for (const next of [goal, half, value - Math.sign(value - goal), value < 0 ? -value : value]) {
    if (tried.has(next)) continue;
    tried.add(next);
    yield String(next);
  }
}

export function* shorterWords(word: string, { shortest }: Pick<Range, 'shortest'>): Generator<string> {
  for (const [from, to] of parts(word.length))
    if (word.length - (to - from) >= Math.max(1, Math.min(shortest, word.length)))
      yield word.slice(0, from) + word.slice(to);
}
