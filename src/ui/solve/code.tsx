import type { VNode } from 'preact';
import './code.css';

/** A program with its line numbers, which are not copied along. */
export function Code({ source }: { source: string }): VNode {
  const lines = source.replace(/\n$/, '').split('\n');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls a long line by the arrow keys.
    <pre class="code" tabIndex={0}>
      {lines.map((line, i) => (
        <span class="line" key={i}>{`${line}\n`}</span>
      ))}
    </pre>
  );
}
