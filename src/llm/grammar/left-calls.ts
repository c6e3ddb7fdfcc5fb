import type { Network } from './network.ts';

/**
 * Rules in groups that begin with one another, left recursion in other words; every rule stands in or after the groups
 * of the rules that may begin with it (Tarjan's strongly connected components, in reverse).
 */
export function leftGroups({ places, starts }: Network): number[][] {
  const called = starts.map((start) => places[start].calls.map(({ rule }) => rule));
  const index = starts.map(() => -1);
  const low = starts.map(() => 0);
  const open: number[] = [];
  const groups: number[][] = [];
  let next = 0;
  const visit = (rule: number): void => {
    index[rule] = low[rule] = next++;
    open.push(rule);
    for (const other of called[rule]) {
      if (index[other] < 0) visit(other);
      if (open.includes(other)) low[rule] = Math.min(low[rule], low[other]);
    }
    if (low[rule] === index[rule]) groups.push(open.splice(open.indexOf(rule)));
  };
  for (const rule of starts.keys()) if (index[rule] < 0) visit(rule);
  return groups.reverse();
}
