import type { StressEvent } from '../../agents/coach/stress.ts';
import type { LiveEvent } from '../../agents/events.ts';
import { count } from '../words.ts';

export type StressViewEvent = StressEvent | LiveEvent | { type: 'writing'; what: string };

export interface StressView {
  /** What the model is asked for; empty when it is done. */
  writing: string;
  tokens: number;
  last: StressEvent | null;
}

export const EMPTY_STRESS: StressView = { writing: '', tokens: 0, last: null };

export function foldStress(view: StressView, event: StressViewEvent): StressView {
  if ('live' in event) return { ...view, tokens: view.tokens + event.event.tokens.length };
  if (event.type === 'writing') return { writing: event.what, tokens: 0, last: null };
  return { ...view, writing: '', last: event };
}

/** Inputs that do not fit the problem, in words; nothing where there were none. */
const unfit = (invalid: number): string =>
  invalid === 0 ? '' : ` (${invalid.toLocaleString('en')} of them not valid)`;

/** Where stress testing stands, in a sentence. */
export function stressStatus({ writing, tokens, last }: StressView, running: boolean): string {
  switch (last?.type) {
    case 'differs':
      return `They differ, after ${count(last.tried, 'input')}. The answer is that of ${last.by}.`;
    case 'agrees':
      return `No difference on ${count(last.tried, 'input')}${unfit(last.invalid)} against ${last.by}.`;
    case 'shrinking':
      return `They differ. Making the input smaller: ${count(last.step.tried, 'input')} tried…`;
    case 'running':
      return `${running ? '' : 'Stopped. '}No difference on ${count(last.tried, 'input')}${unfit(last.invalid)} against ${last.by}${running ? ' so far…' : '.'}`;
  }
  if (!running) return '';
  return writing ? `The model writes ${writing}: ${count(tokens, 'token')}…` : 'Preparing the programs…';
}
