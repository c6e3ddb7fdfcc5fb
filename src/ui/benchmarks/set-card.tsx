import type { VNode } from 'preact';
import type { KeptSet } from '../../store/benchmarks.ts';
import { BENCHMARKS, TIME_RULE } from '../../studio/benchmarks/benchmark.ts';
import type { Listing } from '../../studio/benchmarks/listing.ts';
import { useApp } from '../app-state.ts';
import { ConfirmButton } from '../confirm-button.tsx';
import { bytes, count } from '../words.ts';
import type { Sets } from './sets.ts';

/** A benchmark that is here: whose it is, how much of it, and how it is graded. */
export function SetCard({ one, sets, busy }: { one: KeptSet<Listing>; sets: Sets; busy: boolean }): VNode {
  const app = useApp();
  const { benchmark, set, problems, leftOut, characters } = one.listing;
  const { name, licence, licenceUrl, rules } = BENCHMARKS[benchmark];
  const days = problems.flatMap(({ date }) => date ?? []).sort();
  const facts: [string, string | VNode][] = [
    ['Problems', `${count(problems.length, 'problem')}, ${bytes(characters)} of tests`],
    [
      'Licence',
      <>
        {licence} (<a href={licenceUrl}>where that is said</a>)
      </>,
    ],
    ['Graded', `${rules} ${TIME_RULE}`],
    ...(days.length > 0 ? [['Contests', `${days[0]} to ${days.at(-1)}`] as [string, string]] : []),
    ['Name', set.slice(0, 12)],
  ];
  return (
    <article class="studio-job" aria-label={`${name}, ${count(problems.length, 'problem')}`}>
      <header>
        <h3>{name}</h3>
        <span class="soft">{count(problems.length, 'problem')}</span>
        {!busy && (
          <ConfirmButton
            label="Delete"
            act={() => void sets.remove(one).catch((error: Error) => app.trouble.set(error))}
          />
        )}
      </header>
      <dl class="benchmark-facts">
        {facts.map(([term, fact]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
      {leftOut.length > 0 && <LeftOut leftOut={leftOut} />}
    </article>
  );
}

const SHOWN = 100;

function LeftOut({ leftOut }: Pick<Listing, 'leftOut'>): VNode {
  return (
    <details>
      <summary>{count(leftOut.length, 'problem')} left out</summary>
      <ul>
        {leftOut.slice(0, SHOWN).map(({ title, why }) => (
          <li key={`${title} ${why}`}>
            {title}: {why}
          </li>
        ))}
        {leftOut.length > SHOWN && <li>and {count(leftOut.length - SHOWN, 'other')}</li>}
      </ul>
    </details>
  );
}
