import type { VNode } from 'preact';
import { count, duration } from '../words.ts';
import type { RunView } from './run-view.ts';
import { totalsOf } from './totals.ts';
import { useNow } from './use-now.ts';

/** What a run has taken so far, and who ran it where. */
export function RunFacts({ view, live }: { view: RunView; live: boolean }): VNode | null {
  const now = useNow(live);
  const { started } = view;
  if (!started) return null;
  const totals = totalsOf(view, live ? now - view.idle : view.to);
  const { ms, written, prompt, computed, perSecond, switches, switchMs, programs } = totals;
  const facts: [name: string, value: string][] = [
    ['Time', duration(ms)],
    ['Written', count(written, 'token')],
    ['Read', `${count(prompt, 'token')}, ${computed.toLocaleString('en')} computed`],
    ['Speed', perSecond === null ? '–' : `${Math.round(perSecond)} tok/s`],
    ['Role switches', switches === 0 ? '0' : `${switches} in ${duration(switchMs)}`],
    ['Programs', String(programs)],
    ['Model', `${started.model} on ${started.kernels}, ${packsOf(started)}`],
  ];
  return (
    <dl class="run-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function packsOf({ packs }: NonNullable<RunView['started']>): string {
  return packs.length === 0 ? 'no packs' : count(packs.length, 'role pack');
}
