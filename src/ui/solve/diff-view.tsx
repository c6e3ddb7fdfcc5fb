import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { diffLines } from '../../agents/diff.ts';
import { Code } from './code.tsx';
import './code.css';

/** Lines of one program times lines of the other that are compared; a stranger's file may hold any. */
const LARGEST = 4_000_000;

const SIGNS = { same: ' ', gone: '−', new: '+' } as const;

/** What mending changed, the whole program with the lines that went and came. */
export function DiffView({ before, after }: { before: string; after: string }): VNode {
  const lines = useMemo(() => {
    const [old, mended] = [before.trimEnd(), after.trimEnd()];
    return old.split('\n').length * mended.split('\n').length > LARGEST ? null : diffLines(old, mended);
  }, [before, after]);
  if (!lines) return <Code source={after} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls a long line by the arrow keys.
    <pre class="code diff" tabIndex={0}>
      {lines.map(({ kind, text }, i) => (
        <span class={`line ${kind}`} key={i} data-sign={SIGNS[kind]}>{`${text}\n`}</span>
      ))}
    </pre>
  );
}
