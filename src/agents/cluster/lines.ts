import type { Draw } from './draw.ts';
import { changedToken, isInteger, type Range, rangeOf } from './values.ts';

type Lines = string[][];

const parse = (input: string): Lines =>
  input
    .trimEnd()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
const write = (lines: Lines): string => `${lines.map((line) => line.join(' ')).join('\n')}\n`;

/** An integer that says how many values the next line has, or how many lines follow; the same in every sample. */
interface Count {
  line: number;
  token: number;
  of: 'values' | 'lines';
}

function countsOf(samples: readonly Lines[]): Count[] {
  const [first] = samples;
  const holds = ({ line, token, of }: Count) =>
    samples.every((lines) => {
      const value = lines[line]?.[token];
      if (value === undefined || !isInteger(value)) return false;
      return Number(value) === (of === 'values' ? lines[line + 1]?.length : lines.length - line - 1);
    });
  const counts: Count[] = [];
  for (const line of first!.keys())
    for (const token of first![line]!.keys())
      for (const of of ['values', 'lines'] as const) {
        const count = { line, token, of };
        // One announcement of a thing is enough, and the first is it.
        const taken = counts.some(
          (other) => other.line === line && (other.token === token || other.of === of),
        );
        if (!taken && holds(count)) counts.push(count);
      }
  return counts;
}

/** Changes inputs of lines with values in them, as `likeSamples` says; null where a change gives nothing. */
export function changeLines(samples: readonly string[]): (input: string, draw: Draw) => string | null {
  const parsed = samples.map(parse);
  const counts = countsOf(parsed);
  const isCount = (line: number, token: number) =>
    counts.some((count) => count.line === line && count.token === token);
  const announced = (line: number, of: Count['of']) =>
    counts.find(
      (count) => count.of === of && (of === 'values' ? count.line === line - 1 : count.line < line),
    );
  /** Values of the same line in all samples; of all lines that a count announces together. */
  const ranges = new Map<number, Range>();
  const rangeAt = (line: number): Range => {
    const rows = announced(line, 'lines');
    const from = rows ? rows.line + 1 : line;
    const known = ranges.get(from);
    if (known) return known;
    const tokens = parsed.flatMap((lines) =>
      (rows ? lines.slice(from) : lines.slice(from, from + 1)).flatMap((row, i) =>
        row.filter((_, token) => !isCount(from + i, token)),
      ),
    );
    const range = rangeOf(tokens);
    ranges.set(from, range);
    return range;
  };
  /** Whether a line is a list: as long as is announced, or not as long in every sample. */
  const isList = (line: number) =>
    announced(line, 'values') !== undefined ||
    new Set(parsed.flatMap((lines) => (lines[line] ? [lines[line].length] : []))).size > 1;

  function changeValue(lines: Lines, draw: Draw): boolean {
    const line = draw.whole(0, lines.length - 1);
    const free = [...lines[line]!.keys()].filter(
      (token) => !isCount(line, token) && lines[line]![token] !== '',
    );
    if (free.length === 0) return false;
    const token = draw.pick(free);
    lines[line]![token] = changedToken(lines[line]![token]!, rangeAt(line), draw);
    return true;
  }

  function changeList(lines: Lines, draw: Draw): boolean {
    const lists = [...lines.keys()].filter((line) => isList(line) && lines[line]![0] !== '');
    if (lists.length === 0) return false;
    const line = draw.pick(lists);
    const list = lines[line]!;
    const way = draw.whole(0, 3);
    const at = draw.whole(0, list.length - 1);
    if (way === 0) lines[line] = draw.shuffled(list);
    else if (way === 1 && list.length > 1) list.splice(at, 1);
    else list.splice(at, 0, way === 2 ? list[at]! : changedToken(list[at]!, rangeAt(line), draw));
    const count = announced(line, 'values');
    if (count) lines[count.line]![count.token] = String(lines[line]!.length);
    return true;
  }

  function changeRows(lines: Lines, draw: Draw): boolean {
    const count = counts.find(({ of }) => of === 'lines');
    if (!count) return false;
    const from = count.line + 1;
    const rows = lines.slice(from);
    if (rows.length === 0) return false;
    const at = draw.whole(0, rows.length - 1);
    const way = draw.whole(0, 2);
    const left =
      way === 0
        ? draw.shuffled(rows)
        : way === 1 && rows.length > 1
          ? rows.toSpliced(at, 1)
          : rows.toSpliced(at, 0, [...rows[at]!]);
    lines.splice(from, rows.length, ...left);
    lines[count.line]![count.token] = String(left.length);
    return true;
  }

  return (input, draw) => {
    const lines = parse(input);
    const times = draw.whole(1, 3);
    let changed = false;
    for (let i = 0; i < times; i++)
      changed = draw.pick([changeValue, changeValue, changeList, changeRows])(lines, draw) || changed;
    return changed ? write(lines) : null;
  };
}
