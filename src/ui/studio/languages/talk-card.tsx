import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { languageName } from '../../../agents/languages.ts';
import { count } from '../../words.ts';
import { Programs } from './programs.tsx';
import type { SpeechView, TalkView } from './view.ts';
import { ACT_WORDS, CAUSE_WORDS } from './words.ts';

/** What is going on in a discussion, or what came of it. */
function stateOf(
  { over, discussion, kept, dropped, speeches, ran, inputs }: TalkView,
  live: boolean,
): string {
  if (discussion === null) return '';
  if (over) return `${kept.length} kept, ${dropped.length} dropped`;
  if (!live) return 'interrupted';
  const open = speeches.filter((speech) => !speech.over);
  if (open.length > 0)
    return `${open.map(({ place }) => languageName(place.agent)).join(', ')} ${open.length > 1 ? 'speak' : 'speaks'}`;
  return inputs.length > 0 ? `${count(ran.length, 'program')} run` : 'running';
}

/** One discussion: who said what, the programs with their verdicts, and what was dropped and why. */
export function TalkCard({ talk, live }: { talk: TalkView; live: boolean }): VNode {
  // Open while its agents speak, unless the person wants it otherwise.
  const [chosen, setChosen] = useState<boolean | null>(null);
  const open = chosen ?? live;
  const { round, discussion, agreed, snippet, speeches, dropped } = talk;
  const title = agreed?.proposal.title ?? (snippet || 'After the round');
  const others = dropped.filter(({ what }) => what !== 'solution');
  return (
    <details
      class="languages-talk"
      open={open}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== open) setChosen(currentTarget.open);
      }}
    >
      <summary>
        <span class="soft">
          Round {round + 1}
          {discussion !== null && `, ${discussion + 1}`}
        </span>{' '}
        {title} <span class="soft">{stateOf(talk, live)}</span>
      </summary>
      {open && (
        <>
          {others.map(({ what, cause, detail, failedRun }) => (
            <p class="notice" key={`${what} ${cause}`}>
              The {what} was dropped: {CAUSE_WORDS[cause]}
              {detail && `; ${detail}`}
              {failedRun && <code>{`${failedRun.input.trimEnd()} → ${failedRun.actual.trimEnd()}`}</code>}
            </p>
          ))}
          <ol class="languages-speeches">
            {speeches.map((speech) => (
              <Speech key={speech.request} speech={speech} />
            ))}
          </ol>
          {agreed && agreed.how !== 'the seed as it is' && (
            <p>
              {languageName(agreed.by)}’s proposal is taken: {agreed.how}.
            </p>
          )}
          <Programs talk={talk} />
        </>
      )}
    </details>
  );
}

function Speech({ speech }: { speech: SpeechView }): VNode {
  const { place, text, formatFailure, over, prompt } = speech;
  return (
    <li>
      <details>
        <summary>
          <b>{languageName(place.agent)}</b> {ACT_WORDS[place.act]}
          {place.number > 0 && `, ${place.number + 1}`}
          <span class="soft"> {over ? firstWords(text) : 'speaks…'}</span>
          {formatFailure && <span class="languages-unreadable"> {formatFailure}</span>}
        </summary>
        <pre class={`wrapped ${over ? '' : 'streaming'}`}>{text}</pre>
        <details>
          <summary>What it was asked</summary>
          {prompt.map(({ role, content }, i) => (
            <figure key={i}>
              <figcaption class="soft">{role}</figcaption>
              <pre class="wrapped">{content}</pre>
            </figure>
          ))}
        </details>
      </details>
    </li>
  );
}

const firstWords = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
};
