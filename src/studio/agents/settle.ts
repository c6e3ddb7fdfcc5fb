import type { FailedRun } from './acts/code-acts.ts';
import type { DropCause, Ran, Solution, TestInput } from './events.ts';

/** A solution with what it did on every input. */
export interface Tested {
  solution: Solution;
  runs: readonly Ran[];
}

export interface Failed {
  solution: Solution;
  cause: DropCause;
  detail: string;
  run: FailedRun;
}

/** What running says of all solutions of one instruction. */
export interface Verdicts {
  kept: Solution[];
  failed: Failed[];
  /** What the kept ones print, on the inputs that count. */
  tests: { input: string; output: string; origin: TestInput['origin'] }[];
  /** Whether what an author claimed is overruled by programs of several languages. */
  overruled: boolean;
}

const words = (text: string): string => text.split(/\s+/).filter(Boolean).join(' ');
const languagesOf = (all: readonly Tested[]): number =>
  new Set(all.map(({ solution }) => solution.language)).size;

/**
 * Solutions that print the same on every input that counts stand together; those that print what the author claims come
 * first, then those in most languages. Such a group is believed where it has two languages; then it may even overrule the
 * author. Where all programs are of one language, the largest group is, if it prints what is claimed. All others fail, with
 * the first input on which they do; where nothing can be believed every one fails.
 *
 * A generated input, which may break the problem's rules, counts where programs of two languages print the same on it, or,
 * where there is one language, those of that language; an author's counts always.
 */
export function settle(inputs: readonly TestInput[], all: readonly Tested[]): Verdicts {
  const total = languagesOf(all);
  const counting = inputs.filter(
    (input) => input.origin !== 'generated' || agreeing(input, all) >= Math.min(2, total),
  );
  const printed = ({ runs }: Tested, { id }: TestInput): string | null => {
    const ran = runs.find((one) => one.id === id);
    return ran?.printed == null ? null : words(ran.printed);
  };
  const holds = (one: Tested): boolean =>
    counting.every((input) => input.claim === null || printed(one, input) === words(input.claim));

  const groups = new Map<string, Tested[]>();
  for (const one of all) {
    const outputs = counting.map((input) => printed(one, input));
    // A program that stops somewhere is in no group.
    if (outputs.some((output) => output === null)) continue;
    const key = JSON.stringify(outputs);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  // How many programs there are speaks only where all are of one language: an agent may repeat its mistake.
  const rank = (group: Tested[]) => [
    Number(holds(group[0]!)),
    languagesOf(group),
    total === 1 ? group.length : 0,
  ];
  const [best, second] = [...groups.values()].sort((p, q) => compare(rank(q), rank(p)));
  const isTied = best && second && compare(rank(best), rank(second)) === 0;
  const isBelieved = best && !isTied && (total === 1 ? holds(best[0]!) : languagesOf(best) >= 2);
  const kept = isBelieved ? best : [];
  const model = kept[0] ?? null;
  const failed = all
    .filter((one) => !kept.includes(one))
    .map((one) => failureOf(one, counting, model, all, printed));
  return {
    kept: kept.map(({ solution }) => solution),
    failed,
    tests: model
      ? counting.map((input) => ({
          input: input.input,
          output: `${model.runs.find(({ id }) => id === input.id)!.printed!.trimEnd()}\n`,
          origin: input.origin,
        }))
      : [],
    overruled: model !== null && !holds(model),
  };
}

function compare(p: readonly number[], q: readonly number[]): number {
  const at = p.findIndex((x, i) => x !== q[i]);
  return at < 0 ? 0 : p[at]! - q[at]!;
}

/** In how many languages the most common output on an input is printed. */
function agreeing({ id }: TestInput, all: readonly Tested[]): number {
  const languages = new Map<string, Set<string>>();
  for (const { solution, runs } of all) {
    const output = runs.find((one) => one.id === id)?.printed;
    if (output == null) continue;
    const key = words(output);
    languages.set(key, (languages.get(key) ?? new Set()).add(solution.language));
  }
  return Math.max(0, ...[...languages.values()].map((set) => set.size));
}

/** The first run that speaks against a program: where it stops, leaves the claim, or leaves what others print. */
function failureOf(
  one: Tested,
  counting: readonly TestInput[],
  model: Tested | null,
  all: readonly Tested[],
  printed: (one: Tested, input: TestInput) => string | null,
): Failed {
  const { solution } = one;
  const others = model ? [model] : all.filter((other) => other !== one);
  for (const input of counting) {
    const ran = one.runs.find(({ id }) => id === input.id)!;
    const other = others.find((peer) => printed(peer, input) !== printed(one, input));
    const expected = model ? model.runs.find(({ id }) => id === input.id)!.printed! : input.claim;
    const run = { input: input.input, expected: expected ?? '', actual: ran.printed ?? ran.fault };
    if (ran.printed === null) return { solution, cause: 'stops', detail: `${input.id}: ${ran.fault}`, run };
    if (expected !== null && words(expected) !== words(ran.printed)) {
      const cause = input.claim !== null ? 'fails a sample' : 'disagrees';
      return {
        solution,
        cause,
        detail: `${input.id}: expected ${shown(expected)}, printed ${shown(ran.printed)}`,
        run,
      };
    }
    if (!model && other) {
      const theirs = other.runs.find(({ id }) => id === input.id)!;
      const told = theirs.printed ?? theirs.fault;
      const detail = `${input.id}: printed ${shown(ran.printed)}, ${other.solution.language} ${shown(told)}`;
      return { solution, cause: 'disagrees', detail, run: { ...run, expected: told } };
    }
  }
  const detail = 'no other program bears it out';
  return { solution, cause: 'disagrees', detail, run: { input: '', expected: '', actual: '' } };
}

const shown = (text: string): string => {
  const line = words(text);
  return `“${line.length > 60 ? `${line.slice(0, 60)}…` : line}”`;
};
