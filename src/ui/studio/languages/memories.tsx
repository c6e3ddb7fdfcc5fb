import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { languageName } from '../../../agents/languages.ts';
import type { Memory } from '../../../studio/agents/memory.ts';
import { useApp } from '../../app-state.ts';
import { ConfirmButton } from '../../confirm-button.tsx';
import { useValue } from '../../state.ts';
import { count } from '../../words.ts';
import type { LanguageRuns } from './runs.ts';

/** What the agents begin their next rounds with, to be edited or forgotten. */
export function Memories({ runs, busy }: { runs: LanguageRuns; busy: boolean }): VNode {
  const all = useValue(runs.memories);
  return (
    <details class="languages-memories">
      <summary>
        Memories{all.length > 0 && `: ${all.map(({ language }) => languageName(language)).join(', ')}`}
      </summary>
      {all.length === 0 && <p class="soft">The agents remember nothing yet; after a round they do.</p>}
      {busy && all.length > 0 && <p class="soft">While agents speak, their memories can only be read.</p>}
      {all.map((memory) => (
        <MemoryCard key={`${memory.language} ${JSON.stringify(memory)}`} {...{ memory, runs, busy }} />
      ))}
    </details>
  );
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

interface CardProps {
  memory: Memory;
  runs: LanguageRuns;
  busy: boolean;
}

function MemoryCard({ memory, runs, busy }: CardProps): VNode {
  const app = useApp();
  const name = languageName(memory.language);
  const [merits, setMerits] = useState(memory.merits.join('\n'));
  const [faults, setFaults] = useState(memory.faults.join('\n'));
  const changed = merits !== memory.merits.join('\n') || faults !== memory.faults.join('\n');
  const teach = (next: Memory | null) =>
    void runs.teach(memory.language, next).catch((error: Error) => app.trouble.set(error));
  const rows = (text: string) => Math.min(10, Math.max(2, text.split('\n').length));
  return (
    <section class="languages-memory" aria-label={`Memory of ${name}`}>
      <header>
        <h3>{name}</h3>
        <span class="soft">{count(memory.written.length, 'exercise')} written</span>
        {changed && (
          <button
            type="button"
            disabled={busy}
            onClick={() => teach({ ...memory, merits: linesOf(merits), faults: linesOf(faults) })}
          >
            Save
          </button>
        )}
        {!busy && <ConfirmButton label="Forget" act={() => teach(null)} />}
      </header>
      <label>
        Did well
        <textarea
          rows={rows(merits)}
          readOnly={busy}
          value={merits}
          onInput={({ currentTarget }) => setMerits(currentTarget.value)}
        />
      </label>
      <label>
        Faults that were found
        <textarea
          rows={rows(faults)}
          readOnly={busy}
          value={faults}
          onInput={({ currentTarget }) => setFaults(currentTarget.value)}
        />
      </label>
      {memory.written.length > 0 && (
        <p class="soft">{memory.written.map(({ title }) => title).join(' · ')}</p>
      )}
    </section>
  );
}
