/** An input's lines, each as its values. */
export type Lines = readonly (readonly string[])[];

export const readLines = (input: string): Lines =>
  input
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));

export const writeLines = (lines: Lines): string => `${lines.map((line) => line.join(' ')).join('\n')}\n`;

export const isInteger = (token: string | undefined): token is string =>
  token !== undefined && /^-?\d{1,15}$/.test(token);

/**
 * What a number announces: how many lines follow it, how many values stand on the next line, on each that follows, or
 * how many letters the one word of each that follows has.
 */
export type Announced = 'lines' | 'values' | 'columns' | 'letters';

export interface Count {
  line: number;
  token: number;
  of: readonly Announced[];
  /** It is never less: 1, or 0 where it was seen to be. */
  least: number;
}

/** What values of one place are like in all inputs that are known. */
export interface Range {
  /** Of the numbers; null where there are none. */
  low: number | null;
  /** Letters of the shortest word. */
  shortest: number;
}

/** How inputs of a problem are built, as far as those that are known show it. */
export interface Structure {
  counts: readonly Count[];
  /** The first line that stands for many alike: of a count's lines, or of those until the end; null where none does. */
  rows: number | null;
  /** Whether nothing announces how many these are: the input goes on until its end. */
  untilTheEnd: boolean;
  /** By line, with `rows` for all from there. */
  ranges: readonly Range[];
  /** By line: the fewest values that it had. */
  fewest: readonly number[];
  /** Where the first line says how many cases follow: how a case is built, and how long each is. */
  cases: { inner: Structure; lengths: CaseLength } | null;
}

/** A case has so many lines; or one line and as many more as this value of it says. */
export type CaseLength = { lines: number } | { token: number };

const ANNOUNCED: readonly Announced[] = ['lines', 'values', 'columns', 'letters'];

function announces(lines: Lines, line: number, value: number, of: Announced): boolean {
  const rest = lines.slice(line + 1);
  if (of === 'lines') return rest.length === value;
  if (of === 'values') return lines[line + 1]?.length === value;
  if (rest.length === 0) return false;
  if (of === 'columns') return rest.every((row) => row.length === value);
  return rest.every((row) => row.length === 1 && row[0]!.length === value && !isInteger(row[0]));
}

/** Lines, and values of each, among which numbers that announce something are looked for. */
const HEADER = 8;

function countsOf(inputs: readonly Lines[]): Count[] {
  const header = inputs[0]!.slice(0, HEADER).map((row) => row.slice(0, HEADER));
  const positions = header.flatMap((row, line) => row.map((_, token) => ({ line, token })));
  return positions.flatMap(({ line, token }) => {
    const holds = (of: Announced) =>
      inputs.every((lines) => {
        const value = lines[line]?.[token];
        return isInteger(value) && announces(lines, line, Number(value), of);
      });
    const of = ANNOUNCED.filter(holds);
    if (of.length === 0) return [];
    // Where every line that follows is as long, the next is too.
    const each = of.includes('columns') ? of.filter((one) => one !== 'values') : of;
    const least = Math.min(1, ...inputs.map((lines) => Number(lines[line]![token])));
    return [{ line, token, of: each, least }];
  });
}

function rangeOf(tokens: readonly string[]): Range {
  const numbers = tokens.filter(isInteger).map(Number);
  const words = tokens.filter((token) => !isInteger(token)).map(({ length }) => length);
  return { low: numbers.length > 0 ? Math.min(...numbers) : null, shortest: Math.min(...words, 1e9) };
}

/** Infers it from inputs that are valid; at least one. */
export function structureOf(inputs: readonly Lines[]): Structure {
  const counts = countsOf(inputs);
  const cases = counts.some(({ line, of }) => line === 0 && of.includes('lines')) ? null : casesOf(inputs);
  const rowsFrom = counts.find(({ of }) => of.includes('lines') || of.includes('columns'));
  const lengths = inputs.map(({ length }) => length);
  const longest = Math.max(...lengths);
  const shortest = Math.min(...lengths);
  const untilTheEnd = !cases && !counts.some(({ of }) => of.includes('lines')) && shortest < longest;
  const rows = untilTheEnd ? shortest - 1 : rowsFrom ? rowsFrom.line + 1 : null;
  const last = rows === null ? longest : Math.min(longest, rows + 1);
  const at = (line: number) =>
    inputs.flatMap((lines) => (line === rows ? lines.slice(line) : lines.slice(line, line + 1)));
  const each = Array.from({ length: last }, (_, line) => at(line));
  return {
    counts,
    rows,
    untilTheEnd,
    ranges: each.map((found) => rangeOf(found.flat())),
    fewest: each.map((found) => Math.min(...found.map(({ length }) => length))),
    cases,
  };
}

/** The cases of an input, one after the other; null where they do not come out even. */
export function splitCases(lines: Lines, lengths: CaseLength): Lines[] | null {
  const cases: Lines[] = [];
  for (let at = 1; at < lines.length; ) {
    const value = 'token' in lengths ? lines[at]![lengths.token] : undefined;
    if ('token' in lengths && !isInteger(value)) return null;
    const length = 'lines' in lengths ? lengths.lines : 1 + Number(value);
    if (length < 1 || at + length > lines.length) return null;
    cases.push(lines.slice(at, at + length));
    at += length;
  }
  return String(cases.length) === lines[0]![0] ? cases : null;
}

const LENGTHS: readonly CaseLength[] = [{ lines: 2 }, { lines: 3 }, { token: 0 }, { token: 1 }, { lines: 4 }];

function casesOf(inputs: readonly Lines[]): Structure['cases'] {
  if (!inputs.every(([first]) => first?.length === 1 && isInteger(first[0]))) return null;
  for (const lengths of LENGTHS) {
    const split = inputs.map((lines) => splitCases(lines, lengths));
    if (split.every((one) => one !== null && one.length > 0))
      return { inner: structureOf(split.flat() as Lines[]), lengths };
  }
  return null;
}

/** Whether an input is built so: its counts are true, nothing is shorter or smaller than was ever seen. */
export function fits(lines: Lines, structure: Structure): boolean {
  if (structure.cases) {
    const { inner, lengths } = structure.cases;
    const cases = splitCases(lines, lengths);
    return cases !== null && cases.length > 0 && cases.every((one) => fits(one, inner));
  }
  return structure.counts.every(({ line, token, of, least }) => {
    const value = lines[line]?.[token];
    return (
      isInteger(value) &&
      Number(value) >= least &&
      of.every((one) => announces(lines, line, Number(value), one))
    );
  });
}
