import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { languageName } from '../../../agents/languages.ts';
import { useApp } from '../../app-state.ts';
import { ConfirmButton } from '../../confirm-button.tsx';
import { count, moment } from '../../words.ts';
import { Balance } from './balance.tsx';
import type { LanguageRuns, ShownRun } from './runs.ts';
import { TalkCard } from './talk-card.tsx';

/** Discussions that are drawn at first: a long run has hundreds. */
const SHOWN = 12;

/** One run: how far it is, its balance, its discussions, and its data as files. */
export function RunCard({ run, runs }: { run: ShownRun; runs: LanguageRuns }): VNode {
  const app = useApp();
  const { id, options, view, error, stop, startedAt } = run;
  const [shown, setShown] = useState(SHOWN);
  const [saving, setSaving] = useState(false);
  const trouble = (reason: Error) => app.trouble.set(reason);
  const done = view.ended?.how === 'finished';
  const state = stop ? 'running' : done ? 'done' : error ? 'stopped by an error' : 'stopped';
  const title = options.agents.map(languageName).join(', ');
  const save = async () => {
    setSaving(true);
    await import('./save.ts').then(({ saveLanguages }) => saveLanguages(run)).catch(trouble);
    setSaving(false);
  };
  // The latest on top; of a round what is looked back on comes last.
  const talks = [...view.talks].reverse();
  return (
    <article class="studio-job" aria-label={title}>
      <header>
        <h3>{title}</h3>
        <span class="soft">
          {moment(startedAt)} · {options.form} · seed {options.seed}
          {!options.memory && ' · no memory'}
        </span>
        {stop && (
          <button type="button" onClick={stop}>
            Stop
          </button>
        )}
        {!stop && !done && (
          <button type="button" onClick={() => void runs.goOn(id)}>
            Go on
          </button>
        )}
        {view.events > 0 && (
          <button type="button" aria-disabled={saving} onClick={() => saving || void save()}>
            {saving ? 'Packing…' : 'Save as zip'}
          </button>
        )}
        {!stop && <ConfirmButton label="Delete" act={() => void runs.remove(id).catch(trouble)} />}
      </header>
      <p role="status">
        <progress value={view.tally.rounds} max={options.rounds} aria-label="Rounds that are over" />{' '}
        <span>
          {view.tally.rounds} of {count(options.rounds, 'round')}, {state}
        </span>
        {done && view.tally.rounds < options.rounds && <span class="soft"> · {view.ended?.message}</span>}
        {stop && view.events === 0 && <span class="soft"> · reading what must not be trained on</span>}
      </p>
      {error && (
        <p class="notice error" role="alert">
          {error.message}
        </p>
      )}
      {view.events > 0 && <Balance tally={view.tally} />}
      {talks.slice(0, shown).map((talk) => (
        <TalkCard key={talk.key} talk={talk} live={stop !== null && !talk.over} />
      ))}
      {talks.length > shown && (
        <button type="button" class="quiet" onClick={() => setShown(shown + 4 * SHOWN)}>
          Show earlier discussions
        </button>
      )}
    </article>
  );
}
