import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { TestResult } from '../../judge/verdict.ts';
import type { Desk } from '../../store/desks.ts';
import { VerdictBadge } from '../verdict/badge.tsx';
import { printedOf } from '../verdict/printed.ts';
import { Transcript } from '../verdict/transcript.tsx';
import type { Judging } from './judging.ts';

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
  const output = result && ranThrough(result) ? printedOf(result.stdout) : null;
  const printed = output?.whole ? output.text : null;
  const [open, setOpen] = useState(custom.input !== '');
  useEffect(() => {
    if (judging) setOpen(true);
  }, [judging]);
  return (
    <details class="custom" open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
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
  const { text, whole } = printedOf(result.stdout);
  const { transcript, remark } = result;
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
      {transcript ? <Transcript said={transcript} /> : <Printed text={text} whole={whole} />}
      {transcript && remark && <p class="soft">The interactor’s remark: {remark}</p>}
      {result.stderr !== '' && (
        <figure>
          <figcaption>Standard error</figcaption>
          <pre>{result.stderr}</pre>
        </figure>
      )}
    </div>
  );
}

function Printed({ text, whole }: { text: string; whole: boolean }): VNode {
  return (
    <>
      {text === '' ? <p class="soft">It printed nothing.</p> : <pre>{text}</pre>}
      {!whole && <p class="soft">Only the first part of what it printed is kept.</p>}
    </>
  );
}

/**
 * There is no right answer to compare with: any comparison's verdict says only that the program ended well. An
 * interactor's is its own.
 */
function ranThrough({ verdict, transcript }: TestResult): boolean {
  return !transcript && (verdict === 'AC' || verdict === 'WA' || verdict === 'PE');
}
