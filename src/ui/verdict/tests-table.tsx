import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { memoryWords } from '../../judge/memory-words.ts';
import type { Test } from '../../judge/problem.ts';
import type { TestResult } from '../../judge/verdict.ts';
import { VerdictBadge } from './badge.tsx';
import { ExactDiff } from './exact-diff-view.tsx';

interface Props {
  results: readonly TestResult[];
  /** The tests that the results are of; those that are not there cannot be opened. */
  tests: readonly Test[];
  /** Wall time that a test may take, against which the bars are drawn. */
  limitMs: number;
  /** Which row is open, where the page decides it; undefined opens the first that failed. */
  selection?: { opened: string | null | undefined; open(id: string | null): void };
}

/** One row a test; a row opens to input, expected output and what was printed. The first failed one is open. */
export function TestsTable({ results, tests, limitMs, selection }: Props): VNode {
  const firstFailed = results.find(({ verdict }) => verdict !== 'AC')?.id ?? null;
  const [ownChoice, setOwnChoice] = useState<string | null | undefined>(undefined);
  const chosen = selection ? selection.opened : ownChoice;
  const choose = selection ? selection.open : setOwnChoice;
  const opened = chosen === undefined ? firstFailed : chosen;
  const withMemory = results.some(({ measured }) => measured.memoryBytes !== undefined);
  return (
    <table class="tests">
      <thead>
        <tr>
          <th scope="col">Test</th>
          <th scope="col">Verdict</th>
          <th scope="col" class="number">
            Time
          </th>
          {withMemory && (
            <th scope="col" class="number">
              Memory
            </th>
          )}
          <th scope="col">Detail</th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <TestRows
            key={result.id}
            result={result}
            test={tests.find(({ id }) => id === result.id) ?? null}
            limitMs={limitMs}
            withMemory={withMemory}
            open={opened === result.id}
            toggle={() => choose(opened === result.id ? null : result.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  result: TestResult;
  test: Test | null;
  limitMs: number;
  withMemory: boolean;
  open: boolean;
  toggle(): void;
}

function TestRows({ result, test, limitMs, withMemory, open, toggle }: RowProps): VNode {
  const { ms, memoryBytes } = result.measured;
  const compared = test !== null && (result.verdict === 'WA' || result.verdict === 'PE');
  const share = Math.min(100, (100 * ms) / limitMs);
  return (
    <>
      <tr class={open ? 'open' : ''}>
        <td>
          <button type="button" class="row-button" aria-expanded={open} onClick={toggle}>
            {result.id}
          </button>
        </td>
        <td>
          <VerdictBadge verdict={result.verdict} />
        </td>
        <td class="number time">
          <span class="time-bar" style={{ width: `${share}%` }} />
          <span>{Math.round(ms)} ms</span>
        </td>
        {withMemory && <td class="number">{memoryWords(memoryBytes)}</td>}
        <td class="reason">{result.detail}</td>
      </tr>
      {open && (
        <tr class="test-texts">
          <td colSpan={withMemory ? 5 : 4}>
            <div class="texts">
              {test && <TextBlock title="Input" text={test.input} />}
              {!compared && test && <TextBlock title="Expected" text={test.answers[0] ?? ''} />}
              {!compared && <TextBlock title="Printed" text={result.stdout} />}
              {result.stderr !== '' && <TextBlock title="Standard error" text={result.stderr} />}
            </div>
            {compared && test && (
              <ExactDiff
                expected={test.answers[0] ?? ''}
                actual={result.stdout}
                difference={result.difference}
              />
            )}
          </td>
        </tr>
      )}
    </>
  );
}

/** Long texts are cut: who needs all of them exports the problem. */
const SHOWN_CHARACTERS = 4000;

function TextBlock({ title, text }: { title: string; text: string }): VNode {
  const cut = text.length > SHOWN_CHARACTERS;
  return (
    <figure>
      <figcaption>
        {title}
        {cut && ` · first ${SHOWN_CHARACTERS} of ${text.length} characters`}
      </figcaption>
      <pre>{text === '' ? <span class="nothing">nothing</span> : text.slice(0, SHOWN_CHARACTERS)}</pre>
    </figure>
  );
}
