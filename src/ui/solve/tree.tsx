import type { VNode } from 'preact';
import { overallVerdict } from '../../judge/overall.ts';
import { moveWithArrows } from '../arrow-keys.ts';
import { VerdictBadge, VerdictStrip } from '../verdict/badge.tsx';
import type { Selection } from './lanes.ts';
import { type Hover, peeking } from './peek.tsx';
import type { CandidateView, RequestView, RunView } from './run-view.ts';
import { isSame } from './timeline.tsx';

interface Props {
  view: RunView;
  selected: Selection | null;
  select(selection: Selection): void;
  hover: Hover;
}

/** Plans, the programs written for each, and what each was mended into, left to right. */
export function CandidateTree({ view, selected, select, hover }: Props): VNode | null {
  const planned = view.requests.filter(({ role, plan }) => role === 'planner' && plan !== null);
  const plans = new Set([
    ...planned.map(({ plan }) => plan!),
    ...view.candidates.map((c) => c.candidate.plan),
  ]);
  if (plans.size === 0) return null;
  return (
    <section class="tree" aria-label="Plans and programs" onKeyDown={moveWithArrows}>
      {[...plans]
        .sort((a, b) => a - b)
        .map((plan) => {
          const request = planned.find((other) => other.plan === plan) ?? null;
          const roots = view.candidates.filter(({ candidate: c }) => c.plan === plan && c.parent === null);
          return (
            <div class="plan" key={plan}>
              <PlanCell {...{ plan, request, selected, select, hover }} />
              <div class="programs">
                {roots.map((root) => (
                  <div class="lineage" key={root.candidate.id}>
                    <Branch {...{ node: root, view, selected, select, hover }} />
                  </div>
                ))}
                {roots.length === 0 && (
                  <span class="soft none">{view.ended ? 'no program' : 'no program yet'}</span>
                )}
              </div>
            </div>
          );
        })}
    </section>
  );
}

interface PlanProps extends Omit<Props, 'view'> {
  plan: number;
  request: RequestView | null;
}

function PlanCell({ plan, request, selected, select, hover }: PlanProps): VNode {
  const selection: Selection | null = request && { kind: 'request', request: request.request };
  const words = request ? planWords(request.text) : 'from the statement alone';
  const confidence = request?.answered?.confidence ?? null;
  return (
    <button
      type="button"
      class="plan-cell"
      aria-pressed={isSame(selection, selected)}
      onClick={() => selection && select(selection)}
      {...peeking(selection, hover)}
    >
      <span class="plan-name">
        <strong>{request ? `Plan ${plan + 1}` : 'No plan'}</strong>
        {confidence !== null && (
          <span class="confidence" style={{ '--share': `${confidence}%` }}>
            {confidence} % sure
          </span>
        )}
      </span>
      <span class="soft">{request?.answered?.formatFailure ? 'could not be read' : words}</span>
    </button>
  );
}

const STEP = /^\s*(?:\d+[.)]|[-*])\s+/;

/** A plan's steps in one line, without their numbers; until the first is there, what is. */
function planWords(text: string): string {
  const lines = text.split('\n');
  const steps = lines.filter((line) => STEP.test(line)).map((line) => line.replace(STEP, '').trim());
  return steps.length > 0 ? steps.join(' ') : text;
}

/** A program, and after it the programs that it was mended into. */
function Branch({ node, view, selected, select, hover }: Props & { node: CandidateView }): VNode {
  const { candidate, label, tests } = node;
  const selection: Selection = { kind: 'candidate', candidate: candidate.id };
  const verdict = overallVerdict(tests);
  const chosen = view.chosen?.candidate === candidate.id;
  const mended = view.candidates.filter(({ candidate: other }) => other.parent === candidate.id);
  return (
    <>
      <button
        type="button"
        class={`candidate ${chosen ? 'chosen' : ''}`}
        aria-pressed={isSame(selection, selected)}
        onClick={() => select(selection)}
        {...peeking(selection, hover)}
      >
        <span class="hidden-label">Program</span>
        <span class="label">{label}</span>
        <VerdictBadge verdict={verdict} />
        <VerdictStrip tests={tests} />
        {chosen && <span class="hidden-label">chosen</span>}
      </button>
      {mended.length > 0 && (
        <span class="mended">
          {mended.map((child) => (
            <span class="lineage" key={child.candidate.id}>
              <span class="arrow" aria-hidden="true">
                →
              </span>
              <Branch {...{ node: child, view, selected, select, hover }} />
            </span>
          ))}
        </span>
      )}
    </>
  );
}
