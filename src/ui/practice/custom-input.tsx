import type { VNode } from 'preact';
import type { TestResult } from '../../judge/verdict.ts';
import type { Desk } from '../../store/desks.ts';
import { VerdictBadge } from '../verdict/badge.tsx';
import type { Judging } from './judging.ts';

/** The judge keeps the first part of what a program printed; from here on it may not be all. */
const CUT_AT = 4000;

interface Props {
  custom: Desk['custom'];
  judging: Judging | null;
  change(custom: Desk['custom']): void;
  run(): void;
  /** Keeps the input with this answer as a test of the person's own. */
  addTest(input: string, answer: string): void;
}

/** Tries the program on any input, and makes a test of it. */
export function CustomInput({ custom, judging, change, run, addTest }: Props): VNode {
  const result = judging?.results[0] ?? null;
  const printed = result && ranThrough(result) && result.stdout.length < CUT_AT ? result.stdout : null;
  return (
    <details class="custom" open={custom.input !== '' || judging !== null}>
      <summary>Custom input</summary>
      <div class="custom-fields">
        <label>
          Input
          <textarea
            class="code-field"
            rows={4}
            value={custom.input}
            onInput={({ currentTarget }) => change({ ...custom, input: currentTarget.value })}
          />
        </label>
        <label>
          What it should print
          <textarea
            class="code-field"
            rows={4}
            value={custom.expected}
            onInput={({ currentTarget }) => change({ ...custom, expected: currentTarget.value })}
          />
        </label>
      </div>
      <p class="custom-actions">
        <button type="button" onClick={run}>
          Run on this input <kbd>Alt ⏎</kbd>
        </button>
        <button
          type="button"
          aria-disabled={printed === null}
          onClick={() => printed !== null && change({ ...custom, expected: printed })}
        >
          Take what it printed
        </button>
        <button
          type="button"
          aria-disabled={custom.expected === ''}
          onClick={() => custom.expected !== '' && addTest(custom.input, custom.expected)}
        >
          Add as a test
        </button>
      </p>
      {judging && <CustomResult judging={judging} result={result} />}
    </details>
  );
}

function CustomResult({ judging, result }: { judging: Judging; result: TestResult | null }): VNode {
  if (judging.error) return <p class="notice error">{judging.error.message}</p>;
  if (!result) return <p role="status">{judging.running ? 'Running on this input…' : 'Stopped.'}</p>;
  return (
    <div class="custom-result">
      <p role="status">
        {ranThrough(result) ? (
          `Ran in ${Math.round(result.measured.ms)} ms.`
        ) : (
          <>
            <VerdictBadge verdict={result.verdict} /> {result.detail}
          </>
        )}
      </p>
      {result.stdout === '' ? <p class="soft">It printed nothing.</p> : <pre>{result.stdout}</pre>}
      {result.stdout.length >= CUT_AT && <p class="soft">Only the first part of what it printed is kept.</p>}
      {result.stderr !== '' && (
        <figure>
          <figcaption>Standard error</figcaption>
          <pre>{result.stderr}</pre>
        </figure>
      )}
    </div>
  );
}

/** There is no right answer to compare with: any comparison's verdict says only that the program ended well. */
function ranThrough({ verdict }: TestResult): boolean {
  return verdict === 'AC' || verdict === 'WA' || verdict === 'PE';
}
