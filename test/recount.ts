/**
 * Computes a benchmark's tables from its exported rows by other ways than the program's own, and shares no code with it:
 * the interval by bisection of its definition, McNemar's test from whole binomial coefficients.
 */

interface Row {
  problem: string;
  seed: number;
  method: string;
  solved: boolean;
  computed: number;
  decoded: number;
  byRole: Record<string, { answers: number; unreadable: number }>;
}

export interface Recount {
  /** Method → `solved of rows`, pass@1 with its interval, mean tokens of prompts and answers. */
  methods: Record<string, [solved: string, share: string, prompt: string, answers: string]>;
  /** `first|second` → how many only the one solved, how many only the other, p. */
  pairs: Record<string, [onlyFirst: number, onlySecond: number, p: string]>;
  /** Method → role → `unreadable of answers`. */
  failures: Record<string, Record<string, string>>;
}

export function recount(jsonLines: string): Recount {
  const rows = jsonLines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
  const methods = [...new Set(rows.map((row) => row.method))];
  const result: Recount = { methods: {}, pairs: {}, failures: {} };
  for (const method of methods) {
    const own = rows.filter((row) => row.method === method);
    let [solved, prompt, answers] = [0, 0, 0];
    const roles: Record<string, [number, number]> = {};
    for (const row of own) {
      if (row.solved) solved += 1;
      prompt += row.computed;
      answers += row.decoded;
      for (const role in row.byRole) {
        const [bad, all] = roles[role] ?? [0, 0];
        roles[role] = [bad + row.byRole[role]!.unreadable, all + row.byRole[role]!.answers];
      }
    }
    const n = own.length;
    const percent = (share: number) => (share * 100).toFixed(1);
    result.methods[method] = [
      `${solved} of ${n}`,
      `${percent(solved / n)} (${percent(bound(solved, n, -1))}–${percent(bound(solved, n, 1))})`,
      Math.round(prompt / n).toLocaleString('en'),
      Math.round(answers / n).toLocaleString('en'),
    ];
    result.failures[method] = Object.fromEntries(
      Object.entries(roles).map(([role, [bad, all]]) => [role, all === 0 ? '' : `${bad} of ${all}`]),
    );
  }
  for (const [i, first] of methods.entries())
    for (const second of methods.slice(i + 1)) {
      let [onlyFirst, onlySecond] = [0, 0];
      for (const a of rows)
        for (const b of rows) {
          if (a.method !== first || b.method !== second) continue;
          if (a.problem !== b.problem || a.seed !== b.seed) continue;
          if (a.solved && !b.solved) onlyFirst += 1;
          if (b.solved && !a.solved) onlySecond += 1;
        }
      const p = signTest(onlyFirst, onlySecond);
      result.pairs[`${first}|${second}`] = [onlyFirst, onlySecond, p < 0.001 ? '< 0.001' : p.toFixed(3)];
    }
  return result;
}

/** The end of the interval: the share p from which `hits` of `n` are just 1.96 standard errors away. */
function bound(hits: number, n: number, side: -1 | 1): number {
  const away = (p: number) => Math.abs(hits / n - p) - 1.96 * Math.sqrt((p * (1 - p)) / n);
  let [near, far] = [hits / n, side < 0 ? 0 : 1];
  // Where all or none are solved, the end is that of the scale.
  if (near === far) return far;
  for (let step = 0; step < 200; step++) {
    const middle = (near + far) / 2;
    if (away(middle) < 0) near = middle;
    else far = middle;
  }
  return near;
}

/** Two-sided, by a fair coin. */
function signTest(first: number, second: number): number {
  const n = first + second;
  const choose = (k: number): bigint => {
    let [above, below] = [1n, 1n];
    for (let i = 0; i < k; i++) {
      above *= BigInt(n - i);
      below *= BigInt(i + 1);
    }
    return above / below;
  };
  let tail = 0n;
  for (let k = 0; k <= Math.min(first, second); k++) tail += choose(k);
  return Math.min(1, (2 * Number(tail)) / 2 ** n);
}
