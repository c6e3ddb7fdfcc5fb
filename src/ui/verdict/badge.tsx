import type { VNode } from 'preact';
import type { TestResult, Verdict } from '../../judge/verdict.ts';
import { sentenceOf, VERDICT_WORDS } from './words.ts';
import './verdict.css';

/** Outlines in a 12 × 12 box: who cannot tell the colours apart tells the shapes. */
const SHAPES: Record<Verdict, string> = {
  AC: 'M6 .5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 1 1 0-11z',
  WA: 'M1 1h10v10H1z',
  PE: 'M1 1h10v10H1z',
  RE: 'M6 0l6 6-6 6-6-6z',
  TLE: 'M6 .5L12 11.5H0z',
  MLE: 'M0 .5h12L6 11.5z',
  OLE: 'M0 .5h12L6 11.5z',
  CE: 'M3 .5h6l3 5.5-3 5.5H3L0 6z',
  IE: 'M3 .5h6l3 5.5-3 5.5H3L0 6z',
  SK: 'M0 4.5h12v3H0z',
  ILE: 'M6 .5L12 11.5H0z',
};

/** Shape and letter pair; the words stand in its title. */
export function VerdictBadge({ verdict }: { verdict: Verdict }): VNode {
  return (
    <span class={`verdict verdict-${verdict}`} title={VERDICT_WORDS[verdict]}>
      <VerdictShape verdict={verdict} />
      {verdict}
    </span>
  );
}

/** One small shape a test, in order. `pending` tests still to come are drawn as empty rings. */
export function VerdictStrip({
  tests,
  pending = 0,
}: {
  tests: readonly TestResult[];
  pending?: number;
}): VNode {
  const label = pending > 0 ? `${tests.length} of ${tests.length + pending} tests run` : sentenceOf(tests);
  return (
    <span class="verdict-strip" role="img" aria-label={label} title={label}>
      {tests.map(({ id, verdict }) => (
        <span key={id} class={`verdict-${verdict}`}>
          <VerdictShape verdict={verdict} />
        </span>
      ))}
      {Array.from({ length: pending }, (_, i) => (
        <span key={`pending ${i}`} class="verdict-pending">
          <VerdictShape verdict="AC" />
        </span>
      ))}
    </span>
  );
}

/** The shape alone, for strips; whoever draws it says the verdict in words. */
export function VerdictShape({ verdict }: { verdict: Verdict }): VNode {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true">
      <path d={SHAPES[verdict]} />
    </svg>
  );
}
