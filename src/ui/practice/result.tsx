import type { VNode } from 'preact';
import { TestsTable } from '../verdict/tests-table.tsx';
import { sentenceOf } from '../verdict/words.ts';
import type { Judging } from './judging.ts';

interface Props {
  judging: Judging;
  /** Wall time that a test may take in this language, milliseconds. */
  limitMs: number;
  /** The test whose row is open; undefined for the first that failed. */
  opened: string | null | undefined;
  open(id: string | null): void;
}

/** What the last judging showed, or has shown so far. */
export function Result({ judging, limitMs, opened, open }: Props): VNode {
  const { results, tests, running, error, which } = judging;
  const stopped = !running && !error && results.length < tests.length;
  return (
    <section class="result" aria-label="Verdicts">
      <p class="result-line" role="status">
        {running && `Running ${which}: ${results.length} of ${tests.length}…`}
        {stopped && `Stopped after ${results.length} of ${tests.length}.`}
        {!running && !stopped && !error && `${sentenceOf(results)}.`}
      </p>
      {error && <p class="notice error">{error.message}</p>}
      {results.length > 0 && (
        <div class="result-table">
          <TestsTable results={results} tests={tests} limitMs={limitMs} selection={{ opened, open }} />
        </div>
      )}
    </section>
  );
}
