import type { VNode } from 'preact';
import type { Difference } from '../../judge/verdict.ts';
import { type DiffRow, exactDiff, type Piece } from './exact-diff.ts';
import { printedOf } from './printed.ts';
import './exact-diff.css';

/** Rows shown before and from the first that differs. */
const BEFORE = 3;
const SHOWN = 40;

interface Props {
  expected: string;
  actual: string;
  difference?: Difference | undefined;
}

/** Answer and output side by side around the first difference, which is marked in both. */
export function ExactDiff({ expected, actual, difference }: Props): VNode {
  const { text, whole } = printedOf(actual);
  const rows = exactDiff(expected, text, difference, whole);
  const first = Math.max(0, rows.findIndex(({ differs }) => differs) - BEFORE);
  const shown = rows.slice(first, first + SHOWN);
  const after = rows.length - first - shown.length;
  return (
    <div class="exact-diff">
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="hidden-label">Line</span>
            </th>
            <th scope="col">Expected</th>
            <th scope="col">Printed</th>
          </tr>
        </thead>
        <tbody>
          {first > 0 && <Fold text={`${first} equal lines above`} />}
          {shown.map((row) => (
            <Row key={row.line} row={row} />
          ))}
          {after > 0 && <Fold text={`${after} more lines`} />}
          {!whole && <Fold text="Of what was printed, only the first part is kept." />}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row: { line, expected, actual, differs } }: { row: DiffRow }): VNode {
  return (
    <tr class={differs ? 'differs' : ''}>
      <th scope="row">{line}</th>
      <td>{expected ? <Text pieces={expected} /> : <span class="nothing">no line</span>}</td>
      <td>{actual ? <Text pieces={actual} /> : <span class="nothing">no line</span>}</td>
    </tr>
  );
}

function Text({ pieces }: { pieces: Piece[] }): VNode {
  return <>{pieces.map(({ text, marked }, i) => (marked ? <mark key={i}>{text}</mark> : text))}</>;
}

function Fold({ text }: { text: string }): VNode {
  return (
    <tr class="fold">
      <td colSpan={3}>{text}</td>
    </tr>
  );
}
