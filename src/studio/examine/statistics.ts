/** What a count of problems says about a method, with the doubt in it. */

/** 95 %. */
const Z = 1.96;

/** Wilson's 95 % interval of a share: its ends, 0 to 1. */
export function wilson(hits: number, of: number): [number, number] {
  if (of === 0) return [0, 1];
  const share = hits / of;
  const spread = Z ** 2 / of;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (Z * Math.sqrt((share * (1 - share)) / of + spread / (4 * of))) / (1 + spread);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/**
 * McNemar's exact test of two methods on the same problems: how likely it is, were they equally good, that so uneven a
 * number of problems is solved by one of them alone. Two-sided.
 */
export function mcnemar(onlyFirst: number, onlySecond: number): number {
  const of = onlyFirst + onlySecond;
  if (of === 0) return 1;
  const few = Math.min(onlyFirst, onlySecond);
  let term = 0.5 ** of;
  let tail = term;
  for (let k = 1; k <= few; k++) {
    term *= (of - k + 1) / k;
    tail += term;
  }
  return Math.min(1, 2 * tail);
}

/** Two methods on the same problems: how many only the one solved, only the other, and how likely that is by chance. */
export interface Paired {
  both: number;
  onlyFirst: number;
  onlySecond: number;
  p: number;
}

/** Pairs up outcomes of the same `keyOf`, whether each is solved, and puts McNemar's test to them. */
export function paired<T extends { solved: boolean }>(
  first: readonly T[],
  second: readonly T[],
  keyOf: (one: T) => string,
): Paired {
  const other = new Map(second.map((one) => [keyOf(one), one.solved]));
  const pairs = first.flatMap((one) => {
    const solved = other.get(keyOf(one));
    return solved === undefined ? [] : [[one.solved, solved] as const];
  });
  const onlyFirst = pairs.filter(([a, b]) => a && !b).length;
  const onlySecond = pairs.filter(([a, b]) => !a && b).length;
  return { both: pairs.length, onlyFirst, onlySecond, p: mcnemar(onlyFirst, onlySecond) };
}

/** Holm's step-down correction of the p-values of several tests, in their order. */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const adjusted = [...values];
  let least = 0;
  for (const [rank, i] of order.entries()) {
    least = Math.max(least, Math.min(1, (values.length - rank) * values[i]!));
    adjusted[i] = least;
  }
  return adjusted;
}
