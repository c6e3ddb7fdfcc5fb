import { type DiffLine, diffLines } from '../diff.ts';

/** Lines that go and lines that come in their place; or lines that stay. */
interface Part {
  gone: string[];
  come: string[];
  same: boolean;
}

/** Programs that are run at most to find out what a patch can do without. */
const MOST_RUNS = 40;

function partsOf(lines: readonly DiffLine[]): Part[] {
  const parts: Part[] = [];
  for (const { kind, text } of lines) {
    const same = kind === 'same';
    if (parts.at(-1)?.same !== same) parts.push({ gone: [], come: [], same });
    const part = parts.at(-1)!;
    if (kind !== 'new') part.gone.push(text);
    if (kind !== 'gone') part.come.push(text);
  }
  return parts.flatMap(lineByLine);
}

/** Where as many lines come as go, each is a change of its own. */
function lineByLine(part: Part): Part[] {
  if (part.same || part.gone.length !== part.come.length) return [part];
  return part.gone.map((line, i) => ({ gone: [line], come: [part.come[i]!], same: false }));
}

/**
 * The program between `before` and `after` that passes with the fewest of the changes: each is taken back, then each line
 * that came on its own, and stays so where the program still passes. `after` passes; `passes` runs a program.
 */
export async function minimalPatch(
  before: string,
  after: string,
  passes: (source: string) => Promise<boolean>,
): Promise<string> {
  let parts = partsOf(diffLines(before.trimEnd(), after.trimEnd()));
  const write = (all: readonly Part[]) => `${all.flatMap(({ come }) => come).join('\n')}\n`;
  let runs = 0;
  /** Takes it if it passes. */
  const tryPart = async (i: number, part: Part): Promise<boolean> => {
    const other = parts.with(i, part);
    if (runs++ >= MOST_RUNS || !(await passes(write(other)))) return false;
    parts = other;
    return true;
  };
  for (let dropped = true; dropped; ) {
    dropped = false;
    for (const [i, { same, gone }] of parts.entries())
      if (!same) dropped = (await tryPart(i, { gone, come: gone, same: true })) || dropped;
  }
  for (const [i, { same }] of parts.entries())
    for (let line = 0; !same && line < parts[i]!.come.length; ) {
      const part = parts[i]!;
      if (!(await tryPart(i, { ...part, come: part.come.toSpliced(line, 1) }))) line++;
    }
  return write(parts);
}
