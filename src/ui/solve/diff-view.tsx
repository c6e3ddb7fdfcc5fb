import type { VNode } from 'preact';
import { diffLines } from '../../agents/diff.ts';
import './code.css';

const SIGNS = { same: ' ', gone: '−', new: '+' } as const;

/** What mending changed, the whole program with the lines that went and came. */
export function DiffView({ before, after }: { before: string; after: string }): VNode {
  return (
    <pre class="code diff">
      {diffLines(before.trimEnd(), after.trimEnd()).map(({ kind, text }, i) => (
        <span class={`line ${kind}`} key={i} data-sign={SIGNS[kind]}>{`${text}\n`}</span>
      ))}
    </pre>
  );
}
