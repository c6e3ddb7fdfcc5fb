import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../app-state.ts';
import { hrefOf } from '../../route.ts';
import { useValue } from '../../state.ts';
import { BeginForm } from './begin-form.tsx';
import { Memories } from './memories.tsx';
import { RunCard } from './run-card.tsx';
import { languageRunsOf } from './runs.ts';
import '../studio.css';
import './languages.css';

/** Agents, one a language, that write exercises together; every program is run. */
export function LanguagesPage(): VNode {
  const app = useApp();
  const runs = languageRunsOf(app);
  const all = useValue(runs.all);
  useEffect(() => void runs.read().catch((error: Error) => app.trouble.set(error)), [runs]);
  return (
    <main class="page studio-page languages-page">
      <h1>
        <a href={hrefOf('studio')}>Studio</a> · Languages
      </h1>
      <p class="soft">
        Agents, one a language, discuss exercises and answer them, each in its own language. What is kept runs
        in its sandbox and prints the same as another language’s program, on generated inputs too; what
        running finds, the agents remember. The embedded model cannot discuss: without a bigger one, scripted
        agents play, who know the generated family alone and make the mistakes of their languages.
      </p>
      <BeginForm runs={runs} />
      <Memories runs={runs} busy={all.some(({ stop }) => stop !== null)} />
      <h2>Rounds</h2>
      {all.length === 0 && <p class="soft">None yet.</p>}
      {all.map((run) => (
        <RunCard key={run.id} run={run} runs={runs} />
      ))}
    </main>
  );
}
