import type { VNode } from 'preact';
import type { Test } from '../../judge/problem.ts';
import type { TestResult } from '../../judge/verdict.ts';
import { moveWithArrows } from '../arrow-keys.ts';
import { VerdictShape } from '../verdict/badge.tsx';
import { VERDICT_WORDS } from '../verdict/words.ts';

interface Props {
  tests: readonly Test[];
  /** Of any of the tests, in any order. */
  results: readonly TestResult[];
  opened: string | null;
  open(id: string): void;
}

/** One small cell a test, filled as its verdict comes; the arrow keys go from cell to cell, Enter opens one. */
export function TestCells({ tests, results, opened, open }: Props): VNode {
  const byId = new Map(results.map((result) => [result.id, result]));
  const inTabOrder = tests.some(({ id }) => id === opened) ? opened : tests[0]?.id;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a strip of buttons is no <fieldset> of a form.
    <div class="test-cells" role="group" aria-label="Tests" onKeyDown={moveWithArrows}>
      {tests.map(({ id }) => {
        const result = byId.get(id);
        const label = result ? `${id}: ${VERDICT_WORDS[result.verdict]}` : `${id}: not run`;
        return (
          <button
            key={id}
            type="button"
            class={result ? `verdict-${result.verdict}` : 'verdict-pending'}
            tabIndex={id === inTabOrder ? 0 : -1}
            aria-label={label}
            aria-pressed={id === opened}
            title={label}
            onClick={() => result && open(id)}
          >
            <VerdictShape verdict={result?.verdict ?? 'AC'} />
          </button>
        );
      })}
    </div>
  );
}
