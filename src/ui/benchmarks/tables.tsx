import type { ComponentChildren, VNode } from 'preact';
import type { MethodLine, Report } from '../../studio/benchmarks/report.ts';
import { type Table, tablesOf } from '../../studio/benchmarks/tables.ts';

/** A report's tables: results with their intervals, what could not be read, pairs, and what the papers say. */
export function Tables({ report }: { report: Report }): VNode {
  const [results, failures, pairs, published] = tablesOf(report) as [Table, Table, Table, Table];
  return (
    <>
      <DataTable
        table={results}
        draw={(text, row, column) =>
          column === SHARE ? (
            <>
              <Whiskers line={report.methods[row]!} /> {text}
            </>
          ) : (
            text
          )
        }
      />
      <DataTable table={failures} />
      {pairs.rows.length > 0 && <DataTable table={pairs} />}
      <DataTable
        table={published}
        draw={(text, row, column) => {
          if (column !== SOURCE) return text;
          const { source, url } = report.published[row]!;
          return <a href={url}>{source}</a>;
        }}
      />
    </>
  );
}

/** The columns that are drawn and not only written. */
const SHARE = 3;
const SOURCE = 4;

interface Props {
  table: Table;
  draw?(text: string, row: number, column: number): ComponentChildren;
}

function DataTable({ table: { title, head, rows }, draw = (text) => text }: Props): VNode {
  return (
    <>
      <h4>{title}</h4>
      <div class="table-frame">
        <table class="benchmark-table" aria-label={title}>
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...rest], row) => (
              <tr key={rows[row]!.slice(0, 2).join()}>
                <th scope="row">{first}</th>
                {rest.map((text, i) => (
                  <td key={head[i + 1]}>{draw(text, row, i + 1)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

const WIDTH = 96;

/** A share from 0 to 1 as a dot, its interval as a line. */
function Whiskers({ line: { share, low, high } }: { line: MethodLine }): VNode {
  const at = (value: number) => 2 + value * (WIDTH - 4);
  return (
    <svg class="whiskers" viewBox={`0 0 ${WIDTH} 12`} aria-hidden="true">
      <path class="scale" d={`M2 6H${WIDTH - 2}`} />
      <path d={`M${at(low)} 6H${at(high)}M${at(low)} 3v6M${at(high)} 3v6`} />
      <circle cx={at(share)} cy="6" r="2.5" />
    </svg>
  );
}
