import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { diffLines } from '../../agents/diff.ts';
import './code.css';

const SIGNS = { same: ' ', gone: '−', new: '+' } as const;

/** What mending changed, the whole program with the lines that went and came. */
export function DiffView({ before, after }: { before: string; after: string }): VNode {
  const lines = useMemo(() => diffLines(before.trimEnd(), after.trimEnd()), [before, after]);
  return (
    <pre class="code diff">
      {lines.map(({ kind, text }, i) => (
        <span class={`line ${kind}`} key={i} data-sign={SIGNS[kind]}>{`${text}\n`}</span>
      ))}
    </pre>
  );
}
