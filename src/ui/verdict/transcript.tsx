import type { VNode } from 'preact';
import type { Said } from '../../judge/verdict.ts';

const NAMES: Record<Said['from'], string> = { submission: 'Your program', interactor: 'Interactor' };

/** What a program and an interactor said to each other, in order; who speaks is told by a sign, a side and a name. */
export function Transcript({ said }: { said: readonly Said[] }): VNode {
  return (
    <figure class="transcript">
      <figcaption>What was said</figcaption>
      {said.length === 0 ? (
        <p class="nothing">Neither said anything.</p>
      ) : (
        <ol>
          {said.map(({ from, text, omitted }, i) => (
            <li key={i} class={from}>
              {omitted !== undefined && (
                <p class="soft">… {omitted.toLocaleString('en')} characters left out …</p>
              )}
              <span class="hidden-label">{NAMES[from]}:</span>
              <pre title={NAMES[from]}>{text.replace(/\n$/, '')}</pre>
            </li>
          ))}
        </ol>
      )}
    </figure>
  );
}
