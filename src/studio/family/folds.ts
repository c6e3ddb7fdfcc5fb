/** What several reductions compute. */
export const total = (a: number[]) => a.reduce((x, y) => x + y, 0);
/** Ends on NaN too, which numbers past 2^53 may lead to; such problems are refused later. */
export function gcd(x: number, y: number): number {
  return y > 0 ? gcd(y, x % y) : x;
}

export function mostFrequent(a: number[]): number {
  const counts = new Map<number, number>();
  for (const x of a) counts.set(x, (counts.get(x) ?? 0) + 1);
  return [...counts].sort((p, q) => q[1] - p[1] || p[0] - q[0])[0]?.[0] ?? 0;
}

export function bestSegment(a: number[]): number {
  let best = a[0] ?? 0;
  let sum = 0;
  for (const x of a) {
    sum = Math.max(sum + x, x);
    best = Math.max(best, sum);
  }
  return best;
}

export function longestRun(a: number[], same: (x: number, y: number) => boolean): number {
  let best = 0;
  let run = 0;
  a.forEach((x, i) => {
    run = i > 0 && same(a[i - 1]!, x) ? run + 1 : 1;
    best = Math.max(best, run);
  });
  return best;
}

export function pairs(a: number[], test: (x: number, y: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) for (let j = i + 1; j < a.length; j++) if (test(a[i]!, a[j]!)) count++;
  return count;
}

/** Plans and programs that go through the values with a loop share this shape. */
