import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { memoryWords } from '../../judge/memory-words.ts';
import type { Test } from '../../judge/problem.ts';
import type { TestResult } from '../../judge/verdict.ts';
import { VerdictBadge } from './badge.tsx';
import { type Group, groupsOf } from './groups.ts';
import { OpenedTest } from './opened-test.tsx';

interface Props {
  results: readonly TestResult[];
  /** The tests that the results are of; those that are not there cannot be opened. */
  tests: readonly Test[];
  /** Wall time that a test may take, against which the bars are drawn. */
  limitMs: number;
  /** Which row is open, where the page decides it; undefined opens the first that failed. */
  selection?: { opened: string | null | undefined; open(id: string | null): void };
}

/**
 * One row a test, under its group where there are groups; a row opens to input, expected output and what was printed.
 * The first failed one is open.
 */
export function TestsTable({ results, tests, limitMs, selection }: Props): VNode {
  const firstFailed = results.find(({ verdict }) => verdict !== 'AC')?.id ?? null;
  const [ownChoice, setOwnChoice] = useState<string | null | undefined>(undefined);
  const chosen = selection ? selection.opened : ownChoice;
  const choose = selection ? selection.open : setOwnChoice;
  const opened = chosen === undefined ? firstFailed : chosen;
  const byId = new Map(tests.map((test) => [test.id, test]));
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
          <th scope="col" class="reason">
            Detail
          </th>
        </tr>
      </thead>
      {groupsOf(results, tests).map((group) => (
        <tbody key={group.name}>
          {group.name !== null && <GroupRow group={group} columns={withMemory ? 5 : 4} />}
          {group.results.map((result) => (
            <TestRows
              key={result.id}
              result={result}
              test={byId.get(result.id) ?? null}
              limitMs={limitMs}
              withMemory={withMemory}
              open={opened === result.id}
              toggle={() => choose(opened === result.id ? null : result.id)}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function GroupRow({ group, columns }: { group: Group; columns: number }): VNode {
  const { name, verdict, passed, results } = group;
  return (
    <tr class="group">
      <th scope="rowgroup">{name}</th>
      <td>
        <VerdictBadge verdict={verdict} />
      </td>
      <td colSpan={columns - 2} class="soft">
        {passed} of {results.length} passed
      </td>
    </tr>
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
            <OpenedTest result={result} test={test} />
          </td>
        </tr>
      )}
    </>
  );
}
