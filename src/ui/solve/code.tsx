import type { VNode } from 'preact';
import './code.css';

/** A program with its line numbers, which are not copied along. */
export function Code({ source }: { source: string }): VNode {
  const lines = source.replace(/\n$/, '').split('\n');
  return (
    <pre class="code">
      {lines.map((line, i) => (
        <span class="line" key={i}>{`${line}\n`}</span>
      ))}
    </pre>
  );
}
