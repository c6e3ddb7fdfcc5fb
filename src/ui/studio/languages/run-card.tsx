import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { languageName } from '../../../agents/languages.ts';
import { JobFrame } from '../../job-frame.tsx';
import { count } from '../../words.ts';
import { Balance } from './balance.tsx';
import type { LanguageRuns, ShownRun } from './runs.ts';
import { TalkCard } from './talk-card.tsx';

/** Discussions that are drawn at first: a long run has hundreds. */
const SHOWN = 12;

/** One run: how far it is, its balance, its discussions, and its data as files. */
export function RunCard({ run, runs }: { run: ShownRun; runs: LanguageRuns }): VNode {
  const { options, view, stop } = run;
  const { rounds } = view.tally;
  const [shown, setShown] = useState(SHOWN);
  const ended = view.ended?.how === 'finished';
  // The latest on top; of a round what is looked back on comes last.
  const talks = [...view.talks].reverse();
  return (
    <JobFrame
      job={run}
      jobs={{ ...runs, save: async () => (await import('./save.ts')).saveLanguages(run) }}
      title={options.agents.map(languageName).join(', ')}
      begun={` · ${options.form} · seed ${options.seed}${options.memory ? '' : ' · no memory'}`}
      progress={{
        ...{ done: rounds, total: options.rounds, ended, of: count(options.rounds, 'round') },
        label: 'Rounds that are over',
      }}
      savable={view.events > 0}
      now={
        <>
          {ended && rounds < options.rounds && <span class="soft"> · {view.ended?.message}</span>}
          {stop && view.events === 0 && <span class="soft"> · reading what must not be trained on</span>}
        </>
      }
    >
      {view.events > 0 && <Balance tally={view.tally} />}
      {talks.slice(0, shown).map((talk) => (
        <TalkCard key={talk.key} talk={talk} live={stop !== null && !talk.over} />
      ))}
      {talks.length > shown && (
        <button type="button" class="quiet" onClick={() => setShown(shown + 4 * SHOWN)}>
          Show earlier discussions
        </button>
      )}
    </JobFrame>
  );
}
